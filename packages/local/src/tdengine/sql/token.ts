/** Kinds of tokens. `variable` is a number with a time unit (`10s`), `quoted` a name in backticks. */
export type TokenKind =
  | 'word'
  | 'quoted'
  | 'integer'
  | 'float'
  | 'variable'
  | 'hex'
  | 'binary'
  | 'string'
  | 'symbol'
  | 'illegal'
  /** Digits with letters behind them. */
  | 'malformed'
  | 'end'

/** A token: `text` as written (outside quotes in lower case), from `start` to `end` of the statement. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly start: number
  readonly end: number
}

const two: ReadonlySet<string> = new Set(['<=', '>=', '<>', '!=', '->', '||', '<<', '>>', '=='])
const one = '()[],.;=<>+-*/%?&|~:!@#^'
const unitLetters = 'buasmhdnyw'

/**
 * The statement as TDengine reads it: letters outside quotes in lower case, so that names fold, and error messages and
 * result names show lower case too. Same length as `sql`.
 */
export function foldCase(sql: string): string {
  let result = ''
  let from = 0
  let i = 0
  while (i < sql.length) {
    const c = sql[i]
    if (c !== "'" && c !== '"' && c !== '`') {
      i += 1
      continue
    }
    const end = quoteEnd(sql, i)
    result += lower(sql.slice(from, i)) + sql.slice(i, end)
    from = end
    i = end
  }
  return result + lower(sql.slice(from))
}

function lower(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}

/** Position behind the quoted text that begins at `start`; the end of the statement when it is not closed. */
function quoteEnd(sql: string, start: number): number {
  const quote = sql[start]
  let i = start + 1
  while (i < sql.length) {
    const c = sql[i]
    if (c === '\\' && quote !== '`') i += 2
    else if (c === quote) {
      if (sql[i + 1] !== quote) return i + 1
      i += 2
    } else i += 1
  }
  return sql.length
}

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '9'
}

function isWordStart(c: string): boolean {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c === '_' || c > '\x7f'
}

function isWordPart(c: string | undefined): boolean {
  return c !== undefined && (isWordStart(c) || isDigit(c))
}

/** Reads the token at `from`, skipping blanks and comments before it. */
export function nextToken(sql: string, from: number): Token {
  let start = from
  for (;;) {
    const c = sql[start]
    if (c === ' ' || c === '\t' || c === '\n' || c === '\r' || c === '\f') start += 1
    else if (c === '-' && sql[start + 1] === '-') {
      const newline = sql.indexOf('\n', start)
      start = newline < 0 ? sql.length : newline + 1
    } else if (c === '/' && sql[start + 1] === '*') {
      const close = sql.indexOf('*/', start + 2)
      start = close < 0 ? sql.length : close + 2
    } else break
  }
  const c = sql[start]
  const token = (kind: TokenKind, end: number): Token => ({
    kind,
    text: sql.slice(start, end),
    start,
    end,
  })
  if (c === undefined || c === '\0') return token('end', start)
  if (c === "'" || c === '"' || c === '`') {
    const end = quoteEnd(sql, start)
    const closed = end - start > 1 && sql[end - 1] === c
    if (!closed) return token('illegal', sql.length)
    return token(c === '`' ? 'quoted' : 'string', end)
  }
  if (isDigit(c) || (c === '.' && isDigit(sql[start + 1]))) return numberToken(sql, start, token)
  if (isWordStart(c)) {
    let end = start + 1
    while (isWordPart(sql[end])) end += 1
    return token('word', end)
  }
  if (two.has(sql.slice(start, start + 2))) return token('symbol', start + 2)
  return token(one.includes(c) ? 'symbol' : 'illegal', start + 1)
}

function numberToken(
  sql: string,
  start: number,
  token: (kind: TokenKind, end: number) => Token,
): Token {
  const prefix = sql.slice(start, start + 2).toLowerCase()
  if (prefix === '0x' || prefix === '0b') {
    const digits = prefix === '0x' ? '0123456789abcdefABCDEF' : '01'
    let end = start + 2
    while (end < sql.length && digits.includes(sql[end] ?? ' ')) end += 1
    if (end > start + 2 && !isWordPart(sql[end])) {
      return token(prefix === '0x' ? 'hex' : 'binary', end)
    }
  }
  let end = start
  while (isDigit(sql[end])) end += 1
  const unit = sql[end]
  if (unit !== undefined && unitLetters.includes(unit.toLowerCase()) && !isWordPart(sql[end + 1])) {
    return token('variable', end + 1)
  }
  let kind: TokenKind = 'integer'
  if (sql[end] === '.' && (isDigit(sql[end + 1]) || !isWordPart(sql[end + 1]))) {
    kind = 'float'
    end += 1
    while (isDigit(sql[end])) end += 1
  }
  const exponent = sql[end]
  if (exponent === 'e' || exponent === 'E') {
    let i = end + 1
    if (sql[i] === '+' || sql[i] === '-') i += 1
    if (isDigit(sql[i])) {
      kind = 'float'
      while (isDigit(sql[i])) i += 1
      end = i
    }
  }
  if (isWordPart(sql[end])) {
    // Not a number: one token that fits nowhere (`1abc`).
    while (isWordPart(sql[end])) end += 1
    return token('malformed', end)
  }
  return token(kind, end)
}

/** The text of a string token: quotes removed, escapes resolved (`\%`, `\_` and `\x` keep their backslash). */
export function stringText(token: string): string {
  const quote = token[0] ?? "'"
  const inner = token.slice(1, -1)
  if (!inner.includes('\\') && !inner.includes(quote)) return inner
  let result = ''
  for (let i = 0; i < inner.length; i += 1) {
    const c = inner[i] ?? ''
    const next = inner[i + 1]
    if (c === quote && next === quote) {
      result += quote
      i += 1
    } else if (c === '\\' && next !== undefined) {
      i += 1
      if (next === 'n') result += '\n'
      else if (next === 't') result += '\t'
      else if (next === 'r') result += '\r'
      else if (next === '%' || next === '_' || next === 'x') result += `\\${next}`
      else result += next
    } else result += c
  }
  return result
}

/** The name inside backticks. */
export function quotedName(token: string): string {
  return token.slice(1, -1)
}
