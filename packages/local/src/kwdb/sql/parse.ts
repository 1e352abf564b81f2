import type { ParsedStatement, Statement } from './ast.ts'
import { parseStatement } from './parse-statement.ts'
import { Scanner } from './scanner.ts'
import { statementTag } from './statement-tag.ts'
import { type Token, TokenStream, tokenOf } from './token-stream.ts'

/**
 * Parses a text of KWDB's SQL; empty statements are left out.
 * Throws `SqlError` with the SQLSTATE that KWDB's grammar answers, 42601 nearly always.
 */
export function parseText(text: string): readonly ParsedStatement[] {
  const statements: ParsedStatement[] = []
  for (const { tokens, end } of splitStatements(text)) {
    const t = new TokenStream(tokens, text, end)
    const parsed = parseStatement(t)
    t.expectEnd()
    const { leftOut } = t
    const statement: Statement =
      leftOut === undefined ? parsed : { kind: 'unsupported', construct: leftOut }
    statements.push({
      statement,
      text: text.slice(tokens[0]?.start ?? end, end),
      tag: statementTag(parsed),
      parameterCount: t.parameterCount,
    })
  }
  return statements
}

/** The tokens of each statement; a lexical error is the last token of all. */
function* splitStatements(
  text: string,
): Iterable<{ readonly tokens: readonly Token[]; readonly end: number }> {
  const scanner = new Scanner(text)
  let tokens: Token[] = []
  const bodies = new Bodies()
  for (;;) {
    scanner.next()
    const token = tokenOf(scanner)
    const semicolon = token.kind === 'symbol' && token.text === ';' && !bodies.open
    if (token.kind !== 'end' && !semicolon) {
      tokens.push(token)
      bodies.see(token.keyword?.name)
      if (token.kind !== 'error') continue
    }
    if (tokens.length > 0) yield { tokens, end: semicolon ? token.start : token.end }
    if (!semicolon) return
    tokens = []
  }
}

/** Whether the text is within BEGIN … END of a procedure or trigger, where `;` ends nothing. */
class Bodies {
  #previous: string | undefined
  #routine = false
  #depth = 0

  get open(): boolean {
    return this.#depth > 0
  }

  see(word: string | undefined): void {
    if (this.#previous === 'CREATE' && (word === 'PROCEDURE' || word === 'TRIGGER')) {
      this.#routine = true
    }
    if (this.#routine && (word === 'BEGIN' || word === 'CASE')) this.#depth++
    if (this.#depth > 0 && (word === 'END' || word === 'ENDHANDLER')) this.#depth--
    this.#previous = word
  }
}
