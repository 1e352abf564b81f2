import { inspect } from 'node:util'

/** What is shown instead of a secret, in Kafka's own form. */
export const secretMask = '[hidden]'

/** A secret value that prints, inspects and serialises as its mask; `reveal()` is the only way to the text. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return secretMask
  }

  toJSON(): string {
    return secretMask
  }

  [inspect.custom](): string {
    return secretMask
  }
}
