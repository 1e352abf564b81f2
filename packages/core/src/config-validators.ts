import type { ConfigValidator } from './config-def.ts'

/** A number of at least `min` (Kafka's `Range.atLeast`). */
export function atLeast(min: number): ConfigValidator {
  return value =>
    typeof value === 'number' && value < min ? `Value must be at least ${min}` : null
}

/** A number from `min` to `max` (Kafka's `Range.between`). */
export function between(min: number, max: number): ConfigValidator {
  return value => {
    if (typeof value !== 'number') return null
    if (value < min) return `Value must be at least ${min}`
    return value > max ? `Value must be no more than ${max}` : null
  }
}

/** One of the given strings, letter case included (Kafka's `ValidString.in`). */
export function oneOf(...allowed: readonly string[]): ConfigValidator {
  return value =>
    typeof value === 'string' && allowed.includes(value)
      ? null
      : `String must be one of: ${allowed.join(', ')}`
}

/** A string with at least one character (Kafka's `NonEmptyString`); null passes. */
export const nonEmpty: ConfigValidator = value => (value === '' ? 'String must be non-empty' : null)
