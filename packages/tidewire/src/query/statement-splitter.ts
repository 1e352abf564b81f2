/** Whose SQL it is: TDengine has names in backticks and a backslash in every string, KWDB in `e'…'` and `b'…'` only. */
export type SqlDialect = 'tdengine' | 'kwdb'

/** Splits SQL text into statements at `;` outside of quotes and comments; text may arrive in pieces. */
export class StatementSplitter {
  readonly #dialect: SqlDialect
  #text = ''
  #scanned = 0
  /** Inside of what the scanner is: nothing, a quote character, a line comment or a block comment. */
  #inside: '' | "'" | '"' | '`' | '--' | '/*' = ''

  /** Whether a backslash takes the meaning of what stands behind it. */
  #escapes = false

  constructor(dialect: SqlDialect = 'tdengine') {
    this.#dialect = dialect
  }

  /** Adds text and returns the statements that it completes, without their `;`, trimmed, empty ones left out. */
  push(piece: string): string[] {
    this.#text += piece
    const statements: string[] = []
    let start = 0
    let i = this.#scanned
    // A character that may start a two-character token waits for the next piece.
    const end = this.#text.length
    while (i < end) {
      const char = this.#text.charAt(i)
      const pair = this.#text.slice(i, i + 2)
      if (this.#inside === '--') {
        if (char === '\n') this.#inside = ''
      } else if (this.#inside === '/*') {
        if (char === '*' && i + 1 === end) break
        if (pair === '*/') {
          this.#inside = ''
          i += 1
        }
      } else if (this.#inside !== '') {
        if (char === '\\' && this.#escapes) {
          if (i + 1 === end) break
          i += 1
        } else if (char === this.#inside) this.#inside = ''
      } else if (char === "'" || char === '"' || (char === '`' && this.#dialect === 'tdengine')) {
        this.#inside = char
        this.#escapes = this.#hasEscapes(char, this.#text.slice(Math.max(0, i - 2), i))
      } else if (char === ';') {
        statements.push(this.#text.slice(start, i))
        start = i + 1
      } else if (char === '-' || char === '/') {
        if (i + 1 === end) break
        if (pair === '--' || pair === '/*') {
          this.#inside = pair
          i += 1
        }
      }
      i += 1
    }
    this.#text = this.#text.slice(start)
    this.#scanned = i - start
    return statements.map(s => s.trim()).filter(s => !isEmpty(s))
  }

  #hasEscapes(quote: string, before: string): boolean {
    if (this.#dialect === 'tdengine') return quote !== '`'
    return quote === "'" && /(?:^|[^\w$])[eb]$/i.test(before)
  }

  /** The unfinished rest as a last statement, or null; resets the splitter. */
  finish(): string | null {
    const rest = this.#text.trim()
    this.reset()
    return isEmpty(rest) ? null : rest
  }

  /** True when nothing but blanks and comments waits for its `;`. */
  get idle(): boolean {
    return this.#inside !== "'" && this.#inside !== '"' && isEmpty(this.#text)
  }

  /** Forgets unfinished text. */
  reset(): void {
    this.#text = ''
    this.#scanned = 0
    this.#inside = ''
  }
}

/** True for a text of only blanks and comments. */
function isEmpty(statement: string): boolean {
  return statement.replace(/\/\*[\s\S]*?(\*\/|$)|--[^\n]*/g, '').trim() === ''
}

/** All statements of a text. */
export function splitStatements(text: string, dialect: SqlDialect = 'tdengine'): string[] {
  const splitter = new StatementSplitter(dialect)
  const statements = splitter.push(text)
  const rest = splitter.finish()
  return rest === null ? statements : [...statements, rest]
}

/** The text of a script file: lines that start with `#` are comments, as in the TDengine shell. */
export function withoutHashLines(text: string): string {
  return text.replace(/^[ \t]*#.*$/gm, '')
}
