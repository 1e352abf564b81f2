import { raise } from '../errors.ts'

const maximumDepth = 256

/**
 * Walks through JSON text and hands out the text of values, so that nothing is lost that a parsed number would lose.
 * Text that is no JSON gives `TDENGINE_FRAME`.
 */
export class JsonCursor {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The keys of the object that comes next; the caller reads the value of each with `value` or `items`. */
  *members(): Generator<string, void, undefined> {
    this.#expect('{')
    if (this.#accept('}')) return
    do {
      this.#blanks()
      const start = this.#at
      this.#string()
      const key = String(JSON.parse(this.#text.slice(start, this.#at)))
      this.#expect(':')
      yield key
    } while (this.#accept(','))
    this.#expect('}')
  }

  /** Yields once per item of the array that comes next; the caller reads each item. */
  *items(): Generator<void, void, undefined> {
    this.#expect('[')
    if (this.#accept(']')) return
    do yield
    while (this.#accept(','))
    this.#expect(']')
  }

  /** True when an object comes next. */
  atObject(): boolean {
    this.#blanks()
    return this.#text[this.#at] === '{'
  }

  /** The text of the value that comes next. */
  value(): string {
    this.#blanks()
    const start = this.#at
    this.#skip(0)
    return this.#text.slice(start, this.#at)
  }

  #fail(): Error {
    return raise('TDENGINE_FRAME', { reason: `JSON ends or errs at character ${this.#at}` })
  }

  #blanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at += 1
    }
  }

  #accept(character: string): boolean {
    this.#blanks()
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    return true
  }

  #expect(character: string): void {
    if (!this.#accept(character)) throw this.#fail()
  }

  #string(): void {
    if (this.#text[this.#at] !== '"') throw this.#fail()
    this.#at += 1
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (Number.isNaN(code)) throw this.#fail()
      this.#at += code === 0x5c ? 2 : 1
      if (code === 0x22) return
    }
  }

  #skip(depth: number): void {
    if (depth > maximumDepth) throw this.#fail()
    this.#blanks()
    const first = this.#text[this.#at]
    if (first === '"') {
      this.#string()
      return
    }
    if (first === '{') {
      for (const _ of this.members()) this.#skip(depth + 1)
      return
    }
    if (first === '[') {
      for (const _ of this.items()) this.#skip(depth + 1)
      return
    }
    const scalar = /(?:true|false|null|-?\d[\d.eE+-]*)/y
    scalar.lastIndex = this.#at
    const match = scalar.exec(this.#text)
    if (match === null) throw this.#fail()
    this.#at += match[0].length
  }
}
