import { isBlank, isDigit, isHexDigit, isWordPart, isWordStart } from './character.ts'
import { Pieces, readEscape } from './escape.ts'
import { durationUnits, type Keyword, keywordOf } from './keyword.ts'

/** Kinds of tokens. */
export type TokenKind =
  /** An unquoted word that is no keyword, or any quoted name. */
  | 'name'
  | 'keyword'
  | 'string'
  | 'bytes'
  | 'bits'
  | 'integer'
  | 'decimal'
  | 'placeholder'
  /** An operator or a single other character; `text` is it. */
  | 'symbol'
  /** A lexical error; `text` says what. */
  | 'error'
  | 'end'

const singleQuote = 0x27
const doubleQuote = 0x22
const backslash = 0x5c

/** Longest first, by first character. */
const operators: Readonly<Record<string, readonly string[]>> = {
  '\\': ['\\\\'],
  '.': ['..'],
  '!': ['!~*', '!~', '!='],
  '?': ['??', '?|', '?&'],
  '<': ['<<=', '<<', '<>', '<=', '<@'],
  '>': ['>>=', '>>', '>='],
  ':': [':::', '::', ':='],
  '|': ['||'],
  '/': ['//'],
  '~': ['~*'],
  '@': ['@>'],
  '&': ['&&'],
  '-': ['->>', '->'],
  '#': ['#>>', '#>', '#-'],
}

/**
 * Reads a text token by token; the fields hold the last one. Strings follow
 * standard_conforming_strings: a backslash counts only in `e'…'` and `b'…'`.
 */
export class Scanner {
  readonly input: string
  /** Where the next token is looked for. */
  position = 0
  kind: TokenKind = 'end'
  start = 0
  /** Value of the token: a name folded, a string decoded, digits as written. */
  text = ''
  keyword: Keyword | undefined
  /** Only of `bytes`. */
  bytes: Uint8Array | undefined
  /** A name or string in quotes, or b'…'. */
  quoted = false

  constructor(input: string) {
    this.input = input
  }

  /** The keyword in upper case, or undefined. */
  get word(): string | undefined {
    return this.keyword?.name
  }

  /** Reads the next token. `plain` words are not looked up as keywords, and numbers end anywhere. */
  next(plain = false): TokenKind {
    this.keyword = undefined
    this.quoted = false
    if (!this.#skipBlanks(true)) return this.kind
    const { input } = this
    this.start = this.position
    if (this.position >= input.length) return this.#finish('end', 'EOF')
    const code = input.charCodeAt(this.position)
    if (isDigit(code)) return this.#number(plain)
    if (code === singleQuote) return this.#string(1, false)
    if (code === doubleQuote) return this.#string(1, false)
    if (isWordStart(code)) {
      if (input.charCodeAt(this.position + 1) === singleQuote) {
        const prefix = input[this.position]
        if (prefix === 'b' || prefix === 'e' || prefix === 'E') return this.#string(2, true)
        if (prefix === 'B') return this.#bits()
        if (prefix === 'x' || prefix === 'X') return this.#hex()
      }
      return this.#word(plain)
    }
    return this.#symbol(code, plain)
  }

  #finish(kind: TokenKind, text: string): TokenKind {
    this.kind = kind
    this.text = text
    return kind
  }

  #symbol(code: number, plain: boolean): TokenKind {
    const { input, position } = this
    const first = input.charAt(position)
    if (first === '.' && isDigit(input.charCodeAt(position + 1))) return this.#number(plain)
    if (first === '$') return this.#dollar()
    const long = operators[first]?.find(operator => input.startsWith(operator, position))
    // A character of two code units is one symbol.
    const width = code >= 0xd800 && code < 0xdc00 ? 2 : 1
    const text = long ?? input.slice(position, position + width)
    this.position += text.length
    return this.#finish('symbol', text === '!=' ? '<>' : text)
  }

  /** False after an unterminated comment, which is the token then. */
  #skipBlanks(comments: boolean): boolean {
    const { input } = this
    for (;;) {
      const code = input.charCodeAt(this.position)
      if (isBlank(code)) {
        this.position++
        continue
      }
      if (!comments) return true
      // `/*+` begins a hint, not a comment.
      if (code === 0x2f && input[this.position + 1] === '*' && input[this.position + 2] !== '+') {
        if (!this.#skipBlockComment()) return false
        continue
      }
      if (code === 0x2d && input.charCodeAt(this.position + 1) === 0x2d) {
        const end = input.indexOf('\n', this.position)
        this.position = end < 0 ? input.length : end + 1
        continue
      }
      return true
    }
  }

  #skipBlockComment(): boolean {
    const { input } = this
    this.start = this.position
    let depth = 0
    for (;;) {
      if (input.startsWith('/*', this.position)) {
        depth++
        this.position += 2
      } else if (input.startsWith('*/', this.position)) {
        depth--
        this.position += 2
        if (depth === 0) return true
      } else if (this.position >= input.length) {
        this.#finish('error', 'unterminated comment')
        return false
      } else this.position++
    }
  }

  #word(plain: boolean): TokenKind {
    const { input } = this
    let end = this.position + 1
    while (isWordPart(input.charCodeAt(end))) end++
    const word = fold(input.slice(this.position, end))
    this.position = end
    if (!plain) this.keyword = keywordOf(word)
    return this.#finish(this.keyword ? 'keyword' : 'name', word)
  }

  #number(plain: boolean): TokenKind {
    const { input } = this
    const from = this.position
    const hex = input.charCodeAt(from) === 0x30 && isX(input.charCodeAt(from + 1))
    const end = hex ? endOfHex(input, from + 2) : endOfDecimal(input, from)
    if (end < 0) {
      this.position = -end
      return this.#finish('error', 'invalid floating point literal')
    }
    if (isX(input.charCodeAt(end))) return this.#numberError(end)
    const text = input.slice(from, end)
    this.position = end
    if (plain) return this.#finish('decimal', text)
    if (isWordStart(input.charCodeAt(end)) && !durationUnits.has(this.#wordAt(end))) {
      const junk = JSON.stringify(input.slice(from, end + 1))
      return this.#finish('error', `trailing junk after numeric literal at or near ${junk}`)
    }
    if (hex && text.length === 2) return this.#numberError(end)
    if (hex || /^\d+$/.test(text)) return this.#finish('integer', text.replace(/^0+(?=\d)/, ''))
    return this.#finish('decimal', text)
  }

  #numberError(at: number): TokenKind {
    this.position = at
    return this.#finish('error', 'invalid hexadecimal numeric literal')
  }

  #wordAt(at: number): string {
    let end = at
    while (isWordPart(this.input.charCodeAt(end))) end++
    return this.input.slice(at, end).toLowerCase()
  }

  /** A quoted text whose opening quote ends `prefix` characters on; parts on new lines join. */
  #string(prefix: number, escapes: boolean): TokenKind {
    const { input } = this
    const asBytes = escapes && input[this.position] === 'b'
    let from = this.position + prefix
    const quote = input.charCodeAt(from - 1)
    if (!escapes && this.#plainString(from, quote)) return this.kind
    const pieces = new Pieces(asBytes)
    for (;;) {
      const at = endOfRun(input, from, quote, escapes)
      if (at >= input.length) {
        this.position = at
        return this.#finish('error', 'unterminated string')
      }
      pieces.add(input.slice(from, at))
      if (input.charCodeAt(at) === backslash) {
        const next = readEscape(input, at, quote, pieces)
        if (typeof next === 'string') {
          this.position = at
          return this.#finish('error', next)
        }
        from = next
        continue
      }
      if (input.charCodeAt(at + 1) === quote) {
        pieces.add(input.charAt(at))
        from = at + 2
        continue
      }
      this.position = at + 1
      const again = this.#continuation(quote)
      if (again < 0) break
      from = again
    }
    return this.#finishString(quote, asBytes, pieces)
  }

  /** A text without anything special, which most are; false, and nothing taken, for another. */
  #plainString(from: number, quote: number): boolean {
    const { input } = this
    const end = input.indexOf(quote === singleQuote ? "'" : '"', from)
    const next = input.charCodeAt(end + 1)
    if (end < 0 || next === quote || isBlank(next)) return false
    this.position = end + 1
    this.quoted = true
    this.#finish(quote === doubleQuote ? 'name' : 'string', input.slice(from, end))
    return true
  }

  #finishString(quote: number, asBytes: boolean, pieces: Pieces): TokenKind {
    this.quoted = true
    if (asBytes) {
      this.bytes = pieces.bytes()
      return this.#finish('bytes', '')
    }
    const text = pieces.text()
    if (text === null) return this.#finish('error', 'invalid UTF-8 byte sequence')
    return this.#finish(quote === doubleQuote ? 'name' : 'string', text)
  }

  /** Where the next part of a literal begins: after blanks with a line break and the same quote. */
  #continuation(quote: number): number {
    const before = this.position
    this.#skipBlanks(false)
    if (this.input.charCodeAt(this.position) !== quote) return -1
    return this.input.slice(before, this.position).includes('\n') ? this.position + 1 : -1
  }

  #hex(): TokenKind {
    return this.#digits(/[0-9a-fA-F]/, (digits, bad) => {
      if (bad !== undefined || digits.length % 2 !== 0) {
        return this.#finish('error', 'invalid hexadecimal bytes literal')
      }
      this.bytes = Uint8Array.from(Buffer.from(digits, 'hex'))
      return this.#finish('bytes', '')
    })
  }

  #bits(): TokenKind {
    return this.#digits(/[01]/, (digits, bad) =>
      bad === undefined
        ? this.#finish('bits', digits)
        : this.#finish('error', `"${bad}" is not a valid binary digit`),
    )
  }

  #digits(digit: RegExp, finish: (digits: string, bad?: string) => TokenKind): TokenKind {
    let digits = ''
    this.position += 2
    for (;;) {
      const char = this.input.charAt(this.position)
      this.position++
      if (char === "'") {
        const again = this.#continuation(singleQuote)
        if (again < 0) return finish(digits)
        this.position = again
      } else if (digit.test(char)) digits += char
      else return finish(digits, char)
    }
  }

  /** `$1`, `$$…$$`, `$tag$…$tag$`, or a lone dollar sign. */
  #dollar(): TokenKind {
    const { input } = this
    let at = this.position + 1
    if (isDigit(input.charCodeAt(at))) {
      while (isDigit(input.charCodeAt(at))) at++
      const digits = input.slice(this.position + 1, at)
      this.position = at
      const index = Number(digits)
      return index >= 1 && index <= 65536
        ? this.#finish('placeholder', digits)
        : this.#finish('error', 'placeholder index must be between 1 and 65536')
    }
    while (isWordStart(input.charCodeAt(at))) at++
    if (input.charAt(at) !== '$') {
      this.position++
      return this.#finish('symbol', '$')
    }
    const tag = input.slice(this.position, at + 1)
    const end = input.indexOf(tag, at + 1)
    if (end < 0) {
      this.position = input.length
      return this.#finish('error', 'unterminated string')
    }
    this.position = end + tag.length
    return this.#finish('string', input.slice(at + 1, end))
  }
}

function isX(code: number): boolean {
  return code === 0x78 || code === 0x58
}

function endOfHex(input: string, from: number): number {
  let at = from
  while (isHexDigit(input.charCodeAt(at))) at++
  return at
}

/** Where a decimal number ends; negative, at the place of the fault, when its exponent has no digits. */
function endOfDecimal(input: string, from: number): number {
  let at = from
  while (isDigit(input.charCodeAt(at))) at++
  // `1..2` is a range: the number ends before it.
  if (input.charCodeAt(at) === 0x2e && input.charCodeAt(at + 1) !== 0x2e) {
    at++
    while (isDigit(input.charCodeAt(at))) at++
  }
  const e = input.charCodeAt(at)
  if (e !== 0x65 && e !== 0x45) return at
  at++
  const sign = input.charCodeAt(at)
  if (sign === 0x2b || sign === 0x2d) at++
  if (!isDigit(input.charCodeAt(at))) return -at
  while (isDigit(input.charCodeAt(at))) at++
  return at
}

/** Where a run of ordinary characters ends: at the quote, or at a backslash that counts. */
function endOfRun(input: string, from: number, quote: number, escapes: boolean): number {
  let at = from
  for (; at < input.length; at++) {
    const code = input.charCodeAt(at)
    if (code === quote || (escapes && code === backslash)) break
  }
  return at
}

/** An unquoted name as the server compares it. */
function fold(word: string): string {
  const lower = word.toLowerCase()
  return isAscii(lower) ? lower : lower.normalize('NFC')
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}
