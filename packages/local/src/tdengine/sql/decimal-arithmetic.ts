import { decimalType, isInteger, isNumeric } from '../engine/data-type.ts'
import type { Typed } from './typed.ts'

/** Arithmetic with a DECIMAL; undefined when neither side is one, or the other side is floating. */
export function decimalArithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  left: Typed,
  right: Typed,
): Typed | undefined {
  if (left.type.name !== 'DECIMAL' && right.type.name !== 'DECIMAL') return undefined
  const digits = (typed: Typed) => {
    if (typed.type.name === 'DECIMAL') return typed.type
    return isInteger(typed.type.name) || typed.type.name === 'BOOL' ? decimalType(19, 0) : undefined
  }
  const [a, b] = [digits(left), digits(right)]
  if (a === undefined || b === undefined || operator === '%' || operator === '/') return undefined
  if (!isNumeric(left.type.name) || !isNumeric(right.type.name)) return undefined
  const { precision, scale } =
    operator === '*'
      ? { precision: a.precision + b.precision + 1, scale: a.scale + b.scale }
      : {
          precision:
            Math.max(a.precision - a.scale, b.precision - b.scale) + Math.max(a.scale, b.scale) + 1,
          scale: Math.max(a.scale, b.scale),
        }
  const type = decimalType(Math.min(38, precision), scale)
  const cast = (typed: Typed, own: { readonly scale: number }) =>
    `(${typed.sql})::DECIMAL(38,${own.scale})`
  const sql = `(${cast(left, a)} ${operator} ${cast(right, b)})::DECIMAL(${type.precision},${type.scale})`
  return { sql, type }
}
