import { nearestName } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { StreamProperties } from './parameters.ts'

/** Reads properties of one source or sink and reports those that are wrong or unknown. */
export class PropertyReader {
  readonly #properties: StreamProperties

  /** Throws `TDENGINE_STREAM_PARAMETER` for a key that is not in `known`, with the nearest one. */
  constructor(properties: StreamProperties, known: readonly string[]) {
    this.#properties = properties
    for (const key of Object.keys(properties)) {
      if (known.includes(key)) continue
      const near = nearestName(key, known)
      throw raise('TDENGINE_STREAM_PARAMETER', {
        key,
        reason:
          near === null
            ? `it is unknown; known are ${known.toSorted().join(', ')}`
            : `it is unknown; did you mean ${near}?`,
      })
    }
  }

  /** The text of a key; null when it is absent or empty. */
  text(key: string): string | null {
    const value = this.#properties[key]
    return value === undefined || value.trim() === '' ? null : value.trim()
  }

  /** `true` or `false`, in any letter case. */
  flag(key: string): boolean | null {
    const text = this.text(key)?.toLowerCase()
    if (text === undefined) return null
    if (text === 'true' || text === 'false') return text === 'true'
    throw this.#wrong(key, `${this.text(key)} is neither true nor false`)
  }

  /** A whole number between bounds, both included. */
  integer(key: string, minimum: number, maximum = 0x7fff_ffff): number | null {
    const text = this.text(key)
    if (text === null) return null
    const value = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (value >= minimum && value <= maximum) return value
    throw this.#wrong(key, `${text} is no whole number from ${minimum} to ${maximum}`)
  }

  /** One of some words, in exactly this letter case. */
  word<W extends string>(key: string, words: readonly W[]): W | null {
    const text = this.text(key)
    if (text === null) return null
    const word = words.find(one => one === text)
    if (word !== undefined) return word
    throw this.#wrong(key, `${text} is none of ${words.join(', ')}`)
  }

  #wrong(key: string, reason: string): Error {
    return raise('TDENGINE_STREAM_PARAMETER', { key, reason })
  }
}
