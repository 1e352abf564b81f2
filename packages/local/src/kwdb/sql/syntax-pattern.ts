import { parseExpression } from './parse-expression.ts'
import { parseQuery, seesQuery } from './parse-query.ts'
import { parseSessionVariable } from './parse-session.ts'
import { parsePreparable } from './parse-statement.ts'
import { parseType } from './parse-type.ts'
import { SqlError } from './sql-error.ts'
import type { TokenStream } from './token-stream.ts'

/**
 * The syntax of a statement as text, for statements that are only recognised:
 *
 *   WORD            a keyword, or a symbol such as `(`
 *   <name>          something with a grammar of its own, see `parts`
 *   [ a | b ]       one of these or nothing
 *   { a | b }       one of these
 *   ITEM ,..        one or more, with commas between
 *   ITEM ..         one or more
 */
export type SyntaxPattern = readonly PatternItem[]

type PatternItem =
  | { readonly kind: 'word' | 'symbol' | 'part'; readonly text: string }
  | {
      readonly kind: 'choice'
      readonly optional: boolean
      readonly among: readonly SyntaxPattern[]
    }
  | { readonly kind: 'repeat'; readonly item: PatternItem; readonly commas: boolean }

/** Reads a pattern; the mark `\` makes a symbol of a bracket that would group. */
export function compilePattern(text: string): SyntaxPattern {
  const words = text.trim().split(/\s+/)
  const at = { index: 0 }
  const [pattern] = compileAlternatives(words, at, '')
  return pattern ?? []
}

function compileAlternatives(
  words: readonly string[],
  at: { index: number },
  end: string,
): SyntaxPattern[] {
  const alternatives: SyntaxPattern[] = []
  let items: PatternItem[] = []
  for (; at.index < words.length; at.index++) {
    const word = words[at.index] ?? ''
    if (word === end) break
    if (word === '|') {
      alternatives.push(items)
      items = []
    } else if (word === ',..' || word === '..') {
      const item = items.pop()
      if (item) items.push({ kind: 'repeat', item, commas: word === ',..' })
    } else items.push(compileItem(words, at, word))
  }
  return [...alternatives, items]
}

function compileItem(words: readonly string[], at: { index: number }, word: string): PatternItem {
  if (word === '[' || word === '{') {
    at.index++
    const among = compileAlternatives(words, at, word === '[' ? ']' : '}')
    return { kind: 'choice', optional: word === '[', among }
  }
  if (/^<.+>$/.test(word)) return { kind: 'part', text: word.slice(1, -1) }
  if (/^[A-Z]/.test(word)) return { kind: 'word', text: word }
  return { kind: 'symbol', text: word.replace(/^\\/, '') }
}

/** Takes what the pattern describes; throws `SqlError` where the tokens leave it. */
export function matchPattern(t: TokenStream, pattern: SyntaxPattern): void {
  for (const item of pattern) matchItem(t, item)
}

function matchItem(t: TokenStream, item: PatternItem): void {
  switch (item.kind) {
    case 'word':
      t.expect(item.text)
      return
    case 'symbol':
      t.expectSymbol(item.text)
      return
    case 'part':
      parts[item.text]?.(t)
      return
    case 'repeat':
      if (item.commas) t.commaList(() => matchItem(t, item.item))
      else
        do matchItem(t, item.item)
        while (couldMatch(t, [item.item]))
      return
    case 'choice':
      matchChoice(t, item.among, item.optional)
  }
}

function matchChoice(t: TokenStream, among: readonly SyntaxPattern[], optional: boolean): void {
  const place = t.place
  let furthest: SqlError | undefined
  for (const pattern of among) {
    try {
      matchPattern(t, pattern)
      return
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      const further = (error.position ?? 0) > (furthest?.position ?? -1)
      if (further) furthest = error
      t.returnTo(place)
    }
  }
  if (!optional && furthest) throw furthest
}

function couldMatch(t: TokenStream, pattern: SyntaxPattern): boolean {
  const place = t.place
  try {
    matchPattern(t, pattern)
    return true
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    return false
  } finally {
    t.returnTo(place)
  }
}

const parts: Readonly<Record<string, (t: TokenStream) => void>> = {
  name: t => t.name(),
  names: t => t.names(),
  any: t => t.anyWord(),
  table: t => t.tableName(),
  setting: t => t.dottedName(),
  variable: t => {
    if (parseSessionVariable(t) === undefined) throw t.unexpected()
  },
  expression: t => parseExpression(t),
  type: t => parseType(t),
  text: t => t.string(),
  word: t => t.wordOrString(),
  value: t => {
    if (t.peek().kind === 'placeholder') t.take()
    else t.wordOrString()
  },
  parameter: t => {
    if (t.peek().kind !== 'placeholder') throw t.unexpected()
    t.take()
  },
  integer: t => t.integer(64),
  number: t => t.signedInteger(),
  decimal: t => {
    if (t.peek().kind !== 'decimal') throw t.unexpected()
    t.take()
  },
  query: t => {
    if (!seesQuery(t)) throw t.unexpected()
    parseQuery(t)
  },
  statement: t => parsePreparable(t),
  rest: t => {
    while (!t.atEnd) t.take()
  },
}
