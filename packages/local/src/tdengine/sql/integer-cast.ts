import { isText } from '../engine/data-type.ts'
import type { Typed } from './typed.ts'

const integerBits: Readonly<Record<string, string>> = {
  TINYINT: 'UTINYINT',
  SMALLINT: 'USMALLINT',
  INT: 'UINTEGER',
  BIGINT: 'UBIGINT',
}

/** CAST to an integer type: cut towards zero, then cut to its bits. */
export function castInteger(operand: Typed, name: string): string {
  const wide = isText(operand.type.name)
    ? `trunc(td_number(${operand.sql}))::HUGEINT`
    : operand.type.name === 'FLOAT' ||
        operand.type.name === 'DOUBLE' ||
        operand.type.name === 'DECIMAL'
      ? `trunc(${operand.sql})::HUGEINT`
      : `(${operand.sql})::HUGEINT`
  const base = name.replace(' UNSIGNED', '')
  const bits = { TINYINT: 8n, SMALLINT: 16n, INT: 32n, BIGINT: 64n }[base] ?? 64n
  const modulus = 1n << bits
  const positive = `(((${wide}) % ${modulus}::HUGEINT + ${modulus}::HUGEINT) % ${modulus}::HUGEINT)`
  if (name.endsWith('UNSIGNED')) return `${positive}::${integerBits[base] ?? 'UBIGINT'}`
  const signed = `(CASE WHEN ${positive} >= ${modulus / 2n}::HUGEINT THEN ${positive} - ${modulus}::HUGEINT ELSE ${positive} END)`
  const store = { TINYINT: 'TINYINT', SMALLINT: 'SMALLINT', INT: 'INTEGER', BIGINT: 'BIGINT' }[base]
  return `${signed}::${store ?? 'BIGINT'}`
}
