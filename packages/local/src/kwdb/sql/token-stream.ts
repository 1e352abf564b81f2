import { type Keyword, type KeywordClass, tableNameExtras } from './keyword.ts'
import type { Scanner, TokenKind } from './scanner.ts'
import { SqlError } from './sql-error.ts'

/** A token with its place. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly keyword: Keyword | undefined
  readonly bytes: Uint8Array | undefined
  /** Where it stands in the text, from 0. */
  readonly start: number
  readonly end: number
}

/** The token that the scanner has just read. */
export function tokenOf(scanner: Scanner): Token {
  const { kind, text, keyword, bytes, start, position } = scanner
  return { kind, text, keyword, bytes: kind === 'bytes' ? bytes : undefined, start, end: position }
}

const anyName: readonly KeywordClass[] = ['unreserved', 'columnName']
const afterDot: readonly KeywordClass[] = ['unreserved', 'columnName', 'functionName', 'reserved']

/** The tokens of one statement, and how far the parser has come. */
export class TokenStream {
  readonly #tokens: readonly Token[]
  readonly #text: string
  readonly #end: Token
  #at = 0
  #leftOut: { readonly construct: string; readonly place: number } | undefined
  /** Highest `$n` met. */
  parameterCount = 0

  constructor(tokens: readonly Token[], text: string, endOfText: number) {
    this.#tokens = tokens
    this.#text = text
    this.#end = {
      kind: 'end',
      text: 'EOF',
      keyword: undefined,
      bytes: undefined,
      start: endOfText,
      end: endOfText,
    }
  }

  get place(): number {
    return this.#at
  }

  /** Goes back to a place, to read from there in another way. */
  returnTo(place: number): void {
    this.#at = place
    if (this.#leftOut && this.#leftOut.place >= place) this.#leftOut = undefined
  }

  /**
   * Notes that the statement holds something that this server does not carry out. Parsing goes on,
   * as a syntax error behind it is the graver fault.
   */
  leaveOut(construct: string): void {
    this.#leftOut ??= { construct, place: this.#at }
  }

  /** What was noted first. */
  get leftOut(): string | undefined {
    return this.#leftOut?.construct
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.#end
  }

  take(): Token {
    const token = this.peek()
    if (this.#at < this.#tokens.length) this.#at++
    if (token.kind === 'placeholder') {
      this.parameterCount = Math.max(this.parameterCount, Number(token.text))
    }
    return token
  }

  /** The text from a place up to the last token that was taken. */
  textFrom(start: number): string {
    return this.#text.slice(start, this.peek(-1).end)
  }

  get atEnd(): boolean {
    return this.peek().kind === 'end'
  }

  /** True when the next tokens are these keywords. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, i) => this.peek(i).keyword?.name === word)
  }

  /** True when the next token is one of these keywords. */
  seesAny(...words: readonly string[]): boolean {
    const name = this.peek().keyword?.name
    return name !== undefined && words.includes(name)
  }

  seesSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'symbol' && token.text === symbol
  }

  /** Takes these keywords if they are next, all or none. */
  accept(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false
    this.#at += words.length
    return true
  }

  /** Takes one of these keywords if it is next, and answers which. */
  acceptAny<W extends string>(...words: readonly W[]): W | undefined {
    const word = words.find(each => this.sees(each))
    if (word !== undefined) this.#at++
    return word
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.seesSymbol(symbol)) return false
    this.#at++
    return true
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.accept(word)) throw this.unexpected()
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected()
  }

  expectEnd(): void {
    if (!this.atEnd) throw this.unexpected()
  }

  /** True when a comma stands before the bracket that was taken last. */
  get tookTrailingComma(): boolean {
    return this.seesSymbol(')', -1) && this.seesSymbol(',', -2)
  }

  /** The error at the next token. */
  unexpected(): SqlError {
    return this.#errorAt(this.peek(), undefined)
  }

  /** An error at the next token that says more than "syntax error". */
  invalid(message: string, sqlState = '42601'): SqlError {
    return this.#errorAt(this.peek(), message, sqlState)
  }

  /** An error at the last token that was taken. */
  invalidBefore(message: string, sqlState = '42601'): SqlError {
    return this.#errorAt(this.peek(-1), message, sqlState)
  }

  /** KWDB's grammar knows the construct and says that it is not implemented. */
  unimplemented(): SqlError {
    return this.invalid('unimplemented: this syntax', '0A000')
  }

  #errorAt(token: Token, message: string | undefined, sqlState = '42601'): SqlError {
    const position = token.start + 1
    if (token.kind === 'error') {
      return new SqlError('42601', `lexical error: ${token.text}`, { position })
    }
    const detail = message === undefined ? '' : `: ${message}`
    return new SqlError(sqlState, `at or near "${token.text}": syntax error${detail}`, { position })
  }

  // ---------------------------------------------------------------- names

  #seesWord(classes: readonly KeywordClass[], ahead = 0): boolean {
    const { kind, keyword } = this.peek(ahead)
    return kind === 'name' || (keyword !== undefined && classes.includes(keyword.class))
  }

  /** True when the next token may be a name of its own: column, database, alias. */
  seesName(ahead = 0): boolean {
    return this.#seesWord(anyName, ahead)
  }

  /** True when the next token may name a function on its own. */
  seesFunctionName(): boolean {
    return this.#seesWord(['unreserved', 'functionName'])
  }

  /** True when the next token may begin the name of a table. */
  seesTableName(ahead = 0): boolean {
    return this.seesName(ahead) || tableNameExtras.has(this.peek(ahead).keyword?.name ?? '')
  }

  name(): string {
    if (!this.seesName()) throw this.unexpected()
    return this.take().text
  }

  names(): string[] {
    return this.commaList(() => this.name())
  }

  /** `a.b.c` of any length, e.g. the name of a setting. */
  dottedName(): string {
    const parts = [this.name()]
    while (this.acceptSymbol('.')) parts.push(this.anyWord())
    return parts.join('.')
  }

  /** A name after a dot, where every word is one. */
  anyWord(): string {
    if (!this.#seesWord(afterDot)) throw this.unexpected()
    return this.take().text
  }

  /** A word that is not reserved. */
  word(): string {
    if (!this.#seesWord(['unreserved', 'columnName', 'functionName'])) throw this.unexpected()
    return this.take().text
  }

  /** A word that is not reserved, or a string. */
  wordOrString(): string {
    return this.peek().kind === 'string' ? this.take().text : this.word()
  }

  /** The name of a table, in up to three parts. */
  tableName(): { readonly parts: readonly string[] } {
    if (!this.seesTableName()) throw this.unexpected()
    const parts = [this.take().text]
    while (parts.length < 3 && this.seesSymbol('.') && !this.seesSymbol('*', 1)) {
      this.take()
      parts.push(this.anyWord())
    }
    // Only the database may be the empty name.
    if (parts.slice(-2).includes('')) {
      throw this.invalidBefore(`invalid table name: ${parts.join('.')}`, '42602')
    }
    return { parts }
  }

  string(): string {
    if (this.peek().kind !== 'string') throw this.unexpected()
    return this.take().text
  }

  /** A whole number without sign that fits in `bits` bits. */
  integer(bits: 32 | 64 = 32): bigint {
    if (this.peek().kind !== 'integer') throw this.unexpected()
    const value = BigInt(this.take().text)
    if (BigInt.asIntN(bits, value) !== value) {
      throw this.invalidBefore(`numeric constant out of int${bits} range`, '22003')
    }
    return value
  }

  signedInteger(): bigint {
    const negative = this.acceptSymbol('-')
    if (!negative) this.acceptSymbol('+')
    if (this.peek().kind !== 'integer') throw this.unexpected()
    const value = BigInt(this.take().text)
    const signed = negative ? -value : value
    if (BigInt.asIntN(64, signed) !== signed) {
      throw this.invalidBefore('numeric constant out of int64 range', '22003')
    }
    return signed
  }

  /** `item { , item }`. */
  commaList<T>(item: () => T): T[] {
    const items = [item()]
    while (this.acceptSymbol(',')) items.push(item())
    return items
  }

  /** `( item { , item } )`. */
  bracketedList<T>(item: () => T): T[] {
    this.expectSymbol('(')
    const items = this.commaList(item)
    this.expectSymbol(')')
    return items
  }
}
