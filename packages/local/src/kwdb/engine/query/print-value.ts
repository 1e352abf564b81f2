import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { TextValue } from '../../api.ts'
import { printBytes } from '../values/bytes-text.ts'
import { printFloat4, printFloat8 } from '../values/print-number.ts'
import { printDate, printTime } from '../values/print-time.ts'
import { loadText } from '../values/raw-text.ts'
import type { Zone } from '../values/zone.ts'
import { printInterval } from './interval.ts'
import { hasZone, type SqlType } from './sql-type.ts'

/** How a session wants its values. */
export interface PrintOptions {
  readonly zone: Zone
  readonly extraFloatDigits: number
  /** `bytea_output`. */
  readonly byteaOutput: string
}

/** Prints a value of storage as the client gets it; never asked for NULL. */
export type PrintValue = (value: DuckDBValue) => TextValue

/** A printer for a column. */
export function valuePrinter(type: SqlType, options: PrintOptions): PrintValue {
  switch (type.family) {
    case 'bool':
      return value => (value === true ? 't' : 'f')
    case 'int':
      return value => String(value)
    case 'float':
      return type.size === 4
        ? value => printFloat4(Number(value))
        : value => printFloat8(Number(value), options.extraFloatDigits)
    case 'decimal':
      return printDecimal
    case 'text':
    case 'unknown':
      return value => loadText(String(value))
    case 'bytes':
      return value => printBlob(value, options.byteaOutput)
    case 'time': {
      const zone = hasZone(type) ? options.zone : null
      return value =>
        printTime(typeof value === 'bigint' ? value : BigInt(Number(value)), type.precision, zone)
    }
    case 'date':
      return value => (value instanceof DuckDBDateValue ? printDate(value.days) : String(value))
    case 'interval':
      return value => (value instanceof DuckDBIntervalValue ? printInterval(value) : String(value))
    case 'list':
      return value => (value instanceof DuckDBListValue ? printList(value.items) : String(value))
  }
}

function printDecimal(value: DuckDBValue): string {
  if (value instanceof DuckDBDecimalValue) return value.toString()
  if (typeof value !== 'number') return String(value)
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : String(value)
  const text = String(value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const [, sign = '', first = '', rest = '', power = '0'] = match
  const exponent = Number(power)
  if (exponent > 0) return sign + (first + rest).padEnd(exponent + 1, '0')
  return `${sign}0.${'0'.repeat(-exponent - 1)}${first}${rest}`
}

function printBlob(value: DuckDBValue, format: string): string {
  const bytes = value instanceof DuckDBBlobValue ? value.bytes : new Uint8Array()
  if (format === 'base64') return Buffer.from(bytes).toString('base64')
  if (format === 'hex') return printBytes(bytes)
  let out = ''
  for (const byte of bytes) {
    if (byte === 0x5c) out += '\\\\'
    else if (byte >= 0x20 && byte < 0x7f) out += String.fromCharCode(byte)
    else out += `\\${byte.toString(8).padStart(3, '0')}`
  }
  return out
}

function printList(items: readonly DuckDBValue[]): string {
  const parts = items.map(item => {
    if (item === null) return 'NULL'
    const text = String(item)
    return /^[^\s{},"\\]+$/.test(text) && !/^null$/i.test(text)
      ? text
      : `"${text.replace(/["\\]/g, '\\$&')}"`
  })
  return `{${parts.join(',')}}`
}
