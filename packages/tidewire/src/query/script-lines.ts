/** Comments and blanks in front of a statement. */
const leading = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/

/** Where the statements of a script stand; they are asked for in their order. */
export class ScriptLines {
  readonly #file: string
  #text = ''
  #from = 0
  #line = 1

  constructor(file: string) {
    this.#file = file
  }

  /** Adds text of the script. */
  add(text: string): void {
    this.#text += text
  }

  /** File and line of the next statement. */
  placeOf(statement: string): string {
    const start = this.#text.indexOf(statement, this.#from)
    if (start < 0) return `in ${this.#file}`
    const begin = start + (leading.exec(statement)?.[0].length ?? 0)
    this.#advance(begin)
    const line = this.#line
    this.#advance(start + statement.length)
    return `in ${this.#file}, line ${line}`
  }

  #advance(to: number): void {
    this.#line += this.#text.slice(this.#from, to).split('\n').length - 1
    this.#from = to
  }
}
