const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

const numericEscapes = [
  { pattern: /\\[xX]([0-9a-fA-F]{2})/y, radix: 16, character: false },
  { pattern: /\\([0-3][0-7]{2})/y, radix: 8, character: false },
  { pattern: /\\u([0-9a-fA-F]{4})/y, radix: 16, character: true },
  { pattern: /\\U([0-9a-fA-F]{8})/y, radix: 16, character: true },
]

/** Reads the escape at `at` into `pieces`; answers where it ends, or what is wrong with it. */
export function readEscape(
  input: string,
  at: number,
  quote: number,
  pieces: Pieces,
): number | string {
  const char = input.charAt(at + 1)
  if (char.charCodeAt(0) === quote) {
    pieces.add(char)
    return at + 2
  }
  const simple = simpleEscapes[char]
  if (simple !== undefined) {
    pieces.add(simple)
    return at + 2
  }
  // Any other character stands for itself.
  if (!/[xXuU0-7]/.test(char)) return at + 1
  for (const { pattern, radix, character } of numericEscapes) {
    pattern.lastIndex = at
    const found = pattern.exec(input)
    if (!found) continue
    const value = Number.parseInt(found[1] ?? '', radix)
    if (!character) pieces.addByte(value)
    else if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return 'invalid syntax'
    else pieces.add(String.fromCodePoint(value))
    return at + found[0].length
  }
  return 'invalid syntax'
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A literal in the making: text until a byte is added that is no ASCII character. */
export class Pieces {
  #text = ''
  #bytes: Buffer[] | undefined

  constructor(asBytes: boolean) {
    if (asBytes) this.#bytes = []
  }

  add(text: string): void {
    if (this.#bytes) this.#bytes.push(Buffer.from(text, 'utf8'))
    else this.#text += text
  }

  addByte(value: number): void {
    if (value < 0x80 && !this.#bytes) {
      this.#text += String.fromCharCode(value)
      return
    }
    this.#bytes ??= [Buffer.from(this.#text, 'utf8')]
    this.#bytes.push(Buffer.of(value))
  }

  bytes(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#bytes ?? []))
  }

  /** Null when the bytes are no UTF-8. */
  text(): string | null {
    if (!this.#bytes) return this.#text
    try {
      return utf8.decode(Buffer.concat(this.#bytes))
    } catch {
      return null
    }
  }
}
