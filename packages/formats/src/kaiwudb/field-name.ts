import { unescapeName } from '../line/line-escape.ts'
import { ByteTable, copyBytes, hashBytes } from '../points/byte-table.ts'

const maxNames = 20_000
const equals = 61

/** A field key that was read before, with the one that followed it. */
export class FieldName {
  /** The key as it stands in the text, escapes included. */
  readonly key: Uint8Array
  readonly name: string
  next: FieldName | undefined
  /** Number of the line that had it last, to find keys that stand there twice. */
  line = 0

  constructor(key: Uint8Array, name: string) {
    this.key = key
    this.name = name
  }

  /** Whether the key stands at a position, with its equals sign. */
  isAt(bytes: Uint8Array, at: number): boolean {
    const { key } = this
    const { length } = key
    if (bytes[at + length] !== equals) return false
    for (let i = 0; i < length; i += 1) if (key[i] !== bytes[at + i]) return false
    return key[length - 1] !== 92
  }
}

/** The field keys of earlier texts, within bounds. */
export class FieldNames {
  readonly #known = new ByteTable<FieldName>()

  /** Forgets all when there are too many; to be called before each text. True when it did. */
  begin(): boolean {
    if (this.#known.size <= maxNames) return false
    this.#known.clear()
    return true
  }

  /** The field whose key is `bytes[start..end)`. */
  find(bytes: Uint8Array, start: number, end: number): FieldName {
    const hash = hashBytes(bytes, start, end)
    const known = this.#known.find(bytes, start, end, hash)
    if (known !== undefined) return known
    const name = unescapeName(bytes, start, end).toString('utf8')
    const made = new FieldName(copyBytes(bytes, start, end), name)
    this.#known.add(made, hash)
    return made
  }
}
