import { EngineError } from '../engine/api.ts'
import { engineCode, engineError, unsupported } from '../engine/error-code.ts'
import type { TableName } from './ast.ts'
import { isReserved } from './keyword.ts'
import { foldCase, nextToken, quotedName, stringText, type Token } from './token.ts'

/** Longest text that an error message quotes. */
const nearLimit = 480

/** Walks over the tokens of one statement. */
export class Cursor {
  /** The statement with letters outside quotes in lower case. */
  readonly sql: string
  /** The statement as it was sent. */
  readonly original: string
  token: Token
  /** `?` seen so far. */
  parameters = 0
  #previousEnd = 0
  #ahead: Token | undefined

  constructor(sql: string, from = 0) {
    this.original = sql
    this.sql = foldCase(sql)
    this.token = nextToken(this.sql, from)
  }

  /** The current token; a method, so that the compiler forgets what it knew of the one before. */
  current(): Token {
    return this.token
  }

  /** End of the token before the current one. */
  get previousEnd(): number {
    return this.#previousEnd
  }

  /** Moves on and returns the token left behind. */
  advance(): Token {
    const left = this.token
    this.#previousEnd = left.end
    this.token = this.#ahead ?? nextToken(this.sql, left.end)
    this.#ahead = undefined
    return left
  }

  /** Goes to another position of the statement. */
  moveTo(position: number): void {
    this.#ahead = undefined
    this.#previousEnd = position
    this.token = nextToken(this.sql, position)
  }

  /** The token after the current one. */
  peek(): Token {
    this.#ahead ??= nextToken(this.sql, this.token.end)
    return this.#ahead
  }

  /** Whether the current token is this word. */
  isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text === word
  }

  /** Whether the current token is one of these words. */
  isAny(...words: readonly string[]): boolean {
    return this.token.kind === 'word' && words.includes(this.token.text)
  }

  /** Takes the word if it is there. */
  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false
    this.advance()
    return true
  }

  /** Takes the words if they all are there, one after the other. */
  takeWords(first: string, second: string): boolean {
    if (!this.isWord(first)) return false
    const next = this.peek()
    if (next.kind !== 'word' || next.text !== second) return false
    this.advance()
    this.advance()
    return true
  }

  /** Takes the word or fails. */
  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected()
  }

  isSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false
    this.advance()
    return true
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected()
  }

  /** The syntax error at the current token, as TDengine words it. */
  unexpected(): EngineError {
    return this.errorAt(this.token)
  }

  /** The syntax error at a token. */
  errorAt(token: Token): EngineError {
    if (token.kind === 'end') return engineError('INCOMPLETE')
    const rest = this.sql.slice(token.start, token.start + nearLimit)
    if (token.kind === 'illegal') {
      return new EngineError(engineCode('SYNTAX'), `unrecognized token: "${rest}"`)
    }
    return new EngineError(engineCode('SYNTAX'), `syntax error near "${rest}"`)
  }

  /** Refuses a construct that TDengine knows and this server does not. */
  refuse(construct: string): EngineError {
    return unsupported(construct)
  }

  /** Whether the current token can be a name. */
  isName(): boolean {
    return (
      this.token.kind === 'quoted' || (this.token.kind === 'word' && !isReserved(this.token.text))
    )
  }

  /** Takes a name: a word that is not reserved, or text in backticks. */
  name(): string {
    if (!this.isName()) throw this.unexpected()
    const token = this.advance()
    return token.kind === 'quoted' ? quotedName(token.text) : token.text
  }

  /** Takes `[database.]table`. */
  tableName(): TableName {
    const { start } = this.token
    const first = this.name()
    if (!this.takeSymbol('.')) {
      return { database: undefined, name: first, start, end: this.#previousEnd }
    }
    const name = this.name()
    return { database: first, name, start, end: this.#previousEnd }
  }

  /** Takes a quoted text. */
  text(): string {
    if (this.token.kind !== 'string') throw this.unexpected()
    return stringText(this.advance().text)
  }

  /** Takes a whole number without sign. */
  integer(): number {
    if (this.token.kind !== 'integer') throw this.unexpected()
    return Number(this.advance().text)
  }

  /** Takes `IF NOT EXISTS`. */
  ifNotExists(): boolean {
    if (!this.isWord('if')) return false
    this.advance()
    this.expectWord('not')
    this.expectWord('exists')
    return true
  }

  /** Takes `IF EXISTS`. */
  ifExists(): boolean {
    if (!this.isWord('if')) return false
    this.advance()
    this.expectWord('exists')
    return true
  }

  /** Takes what may follow a statement, and fails when more does. */
  finish(): void {
    // TDengine stops reading at the first semicolon.
    if (this.isSymbol(';')) return
    if (this.token.kind !== 'end') throw this.unexpected()
  }
}
