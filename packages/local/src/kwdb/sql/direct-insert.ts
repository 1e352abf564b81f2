import type { ObjectName } from './ast.ts'
import { Scanner } from './scanner.ts'

/** What a literal of the fast path was, in `DirectInsert.kinds`. */
export const DirectKind = {
  /** Unquoted number, TRUE or FALSE; the text of a boolean is lower case. */
  number: 0,
  /** Quoted text. */
  string: 1,
  /** NULL, or `b''`, which the fast path takes for NULL. */
  null: 2,
  /** Any other unquoted word, lower case, e.g. `now`, `nan`. */
  word: 3,
  /** `b'…'`. */
  bytes: 4,
} as const

/** A single INSERT … VALUES as KWDB's fast path reads it: literals only, no grammar. */
export interface DirectInsert {
  readonly table: ObjectName
  /** Empty when no list was given: all data columns, then all tags. */
  readonly columns: readonly string[]
  /** INSERT WITHOUT SCHEMA: what was noted of each item. */
  readonly withoutSchema?: readonly DirectSchemalessItem[]
  /** `DirectKind` of each literal, row after row. */
  readonly kinds: Uint8Array
  /** Text of each literal; bytes only for `DirectKind.bytes`; `''` for NULL. */
  readonly values: readonly (string | Uint8Array)[]
  /** Closing brackets, which is what the fast path takes for rows. */
  readonly rowCount: number
}

/** An item of the list of INSERT WITHOUT SCHEMA, as the fast path reads it. */
export interface DirectSchemalessItem {
  readonly name: string
  /** One word, lower case, e.g. `varchar`; the length is apart. */
  readonly type: string
  readonly length: string
  readonly role: 'column' | 'tag'
}

/**
 * Reads a text as KWDB's fast path does, or answers null when it holds anything but one INSERT …
 * VALUES with something in it. The caller takes the reading only if
 * `values.length === rowCount * columns` and the table is a time-series table; else the grammar
 * decides. What the fast path does not collect is passed over, and a lexical error ends the text.
 */
export function scanDirectInsert(text: string): DirectInsert | null {
  const scanner = new Scanner(text)
  const head = new Head(scanner)
  if (!head.read() || !head.table) return null
  const list = head.list()
  const values = new Values(scanner)
  // A short text is taken for an INSERT of the fast path one token late.
  if (!head.foundEarly) values.skipOne()
  if (!list || !values.read() || values.texts.length === 0) return null
  return {
    table: head.table,
    ...list,
    kinds: Uint8Array.from(values.kinds),
    values: values.texts,
    rowCount: values.rowCount,
  }
}

/** How many tokens the fast path reads before it looks which table is meant. */
const tokensBeforeTable = 9

/** Everything before VALUES, of which the fast path notes the table and the words in brackets. */
class Head {
  readonly #scanner: Scanner
  readonly #tokens: string[] = ['INSERT']
  /** Words and quoted texts in brackets. */
  readonly #words: string[] = []
  readonly #lengths = new Map<string, string>()
  #depth = 0
  #dots = 0
  #schemaless = false
  table: ObjectName | undefined

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  /** Reads up to VALUES; false when the text is no INSERT … VALUES. */
  read(): boolean {
    const scanner = this.#scanner
    do scanner.next()
    while (scanner.kind === 'symbol' && scanner.text === ';')
    const verb = scanner.word
    if (verb !== 'INSERT') return false
    for (;;) {
      const kind = scanner.next()
      const { word } = scanner
      if (word === 'VALUES') {
        // In a bracket that is still open it is one more word of the list.
        if (this.#depth > 0) this.#words.push('values')
        return this.#findTable()
      }
      const ends = kind === 'end' || kind === 'error' || word === 'SELECT'
      if (ends || (kind === 'symbol' && scanner.text === ';')) return false
      this.#see()
      if (this.#tokens.length === tokensBeforeTable && !this.#findTable()) return false
      this.#tokens.push(scanner.text)
    }
  }

  /** The table was looked for before VALUES came. */
  get foundEarly(): boolean {
    return this.#tokens.length >= tokensBeforeTable
  }

  /** The list of columns; null when INSERT WITHOUT SCHEMA does not come in threes. */
  list(): Pick<DirectInsert, 'columns' | 'withoutSchema'> | null {
    const words = this.#words
    if (!this.#schemaless) return { columns: words }
    if (words.length % 3 !== 0) return null
    const items: DirectSchemalessItem[] = []
    for (let i = 0; i < words.length; i += 3) {
      const [name = '', type = '', role] = words.slice(i, i + 3)
      const length = this.#lengths.get(name) ?? ''
      items.push({ name, type, length, role: role === 'tag' ? 'tag' : 'column' })
    }
    return { columns: items.map(item => item.name), withoutSchema: items }
  }

  /** Notes what the token adds to the list in brackets. */
  #see(): void {
    const { kind, text, quoted, bytes } = this.#scanner
    if (kind === 'symbol') {
      if (text === '(') this.#depth++
      else if (text === ')') this.#depth = Math.max(0, this.#depth - 1)
      else if (text === '.') this.#dots++
    } else if (this.#depth > 0) {
      const number = kind === 'integer' || kind === 'decimal'
      if (kind === 'keyword' || (kind === 'name' && !quoted)) this.#words.push(text.toLowerCase())
      else if (kind === 'bytes' && quoted) this.#words.push(Buffer.from(bytes ?? []).toString())
      else if (quoted) this.#words.push(text)
      else if (number && this.#schemaless && this.#depth > 1) this.#noteLength(text)
    }
  }

  /** A number in inner brackets is the length of the name before the type. */
  #noteLength(digits: string): void {
    const name = this.#words.at(-2)
    if (name !== undefined) this.#lengths.set(name, digits)
  }

  /** Takes the table from the tokens so far; false when they are no INSERT INTO. */
  #findTable(): boolean {
    const tokens = this.#tokens
    const [, first, second, third] = tokens
    if (first !== 'into' && third !== 'into') return false
    this.#schemaless = first === 'without' && second === 'schema'
    if (this.table || this.#dots > 2) return true
    const at = this.#schemaless ? 4 : 2
    const part = (index: number) => tokens[at + index] ?? ''
    const names = [[part(0)], [part(0), part(2)], [part(0), publicSchema, part(4)]]
    this.table = { parts: names[this.#dots] ?? [] }
    return true
  }
}

/** The fast path does not look at the schema of a full name. */
const publicSchema = 'public'

/** Everything behind VALUES: literals are collected, closing brackets counted. */
class Values {
  readonly #scanner: Scanner
  readonly kinds: number[] = []
  readonly texts: (string | Uint8Array)[] = []
  rowCount = 0
  /** A minus was met, and no number since. */
  #minus = false

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  /** Passes over the next token, of which only a closing bracket counts. */
  skipOne(): void {
    const scanner = this.#scanner
    if (scanner.next(true) === 'symbol' && scanner.text === ')') this.rowCount++
  }

  /** Reads to the end; false when the fast path gives the text back. */
  read(): boolean {
    const scanner = this.#scanner
    for (;;) {
      switch (scanner.next(true)) {
        case 'end':
        case 'error':
          return true
        case 'symbol':
          if (scanner.text === ';') return this.#nothingFollows()
          if (scanner.text.startsWith('@')) return false
          if (scanner.text === ')') this.rowCount++
          else if (scanner.text.startsWith('-')) this.#minus = true
          break
        case 'decimal':
          this.#addNumber()
          break
        case 'name':
          if (scanner.quoted) this.#add(DirectKind.string, scanner.text)
          else this.#addWord(scanner.text)
          break
        case 'string':
          if (scanner.quoted) this.#add(DirectKind.string, scanner.text)
          break
        case 'bytes':
          if (scanner.quoted) this.#addBytes(scanner.bytes)
      }
    }
  }

  #add(kind: number, text: string | Uint8Array): void {
    this.kinds.push(kind)
    this.texts.push(text)
  }

  /** The sign is the character before the digits, whatever it is, once there was a minus. */
  #addNumber(): void {
    const { start, text, input } = this.#scanner
    this.#add(DirectKind.number, this.#minus ? input.charAt(start - 1) + text : text)
    this.#minus = false
  }

  #addWord(word: string): void {
    if (word === 'null') this.#add(DirectKind.null, '')
    else if (word === 'true' || word === 'false') this.#add(DirectKind.number, word)
    else this.#add(DirectKind.word, word)
    // The sign of a word like Infinity is lost.
    this.#minus = false
    // The brackets of now() are no row.
    if (word === 'now') this.rowCount--
  }

  #addBytes(bytes: Uint8Array | undefined): void {
    if (bytes && bytes.length > 0) this.#add(DirectKind.bytes, bytes)
    else this.#add(DirectKind.null, '')
  }

  #nothingFollows(): boolean {
    const scanner = this.#scanner
    do scanner.next()
    while (scanner.kind === 'symbol' && scanner.text === ';')
    return scanner.kind === 'end'
  }
}
