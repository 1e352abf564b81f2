import { unprintable } from '../unprintable.ts'
import { floatText } from '../value-text.ts'

/** How values of a type are printed. */
export type KaiwuKind = 'integer' | 'FLOAT4' | 'FLOAT8' | 'BOOL' | 'time' | 'text' | 'bytes'

const kinds: Readonly<Record<string, KaiwuKind>> = {
  INT2: 'integer',
  INT4: 'integer',
  INT8: 'integer',
  FLOAT4: 'FLOAT4',
  FLOAT8: 'FLOAT8',
  BOOL: 'BOOL',
  TIMESTAMP: 'time',
  TIMESTAMPTZ: 'time',
  VARBYTES: 'bytes',
}

/** The kind of a type by its name; whatever is not known is text. */
export function kaiwuKind(type: string): KaiwuKind {
  return Object.hasOwn(kinds, type) ? (kinds[type] as KaiwuKind) : 'text'
}

/** Significant digits that a 32-bit float needs at most. */
const floatDigits = 9

/** A float that the server wrote, in the shortest form that reads back as the same; refuses NaN and the infinities. */
export function kaiwuFloat(
  format: string,
  column: string,
  kind: 'FLOAT4' | 'FLOAT8',
  text: string,
): string {
  const value = Number(text)
  if (!Number.isFinite(value)) {
    throw unprintable(format, `${text} of ${column}`, 'it has no such number')
  }
  if (Object.is(value, -0)) return '-0'
  if (kind === 'FLOAT8' || text.length <= floatDigits) return String(value)
  return floatText(Math.fround(value))
}

/** `true` or `false` for what the server writes. */
export function kaiwuBool(text: string): string {
  return /^t/i.test(text) ? 'true' : 'false'
}

/** True for digits with at most a minus before them. */
export function isDigits(text: string): boolean {
  return /^-?\d+$/.test(text)
}
