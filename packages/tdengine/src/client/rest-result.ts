import type { TimeUnit } from '@tidewire/core'
import { raise } from '../errors.ts'
import { dataTypes, type TDengineType, type TDengineValue } from '../wire/data-type.ts'
import type { QueryResult, ResultColumn } from './api.ts'
import { JsonCursor } from './json-cursor.ts'
import { serverError } from './server-error.ts'

const typeNames = new Set<string>(dataTypes.map(type => type.name))
const updateColumn = 'affected_rows'

function malformed(reason: string): Error {
  return raise('TDENGINE_FRAME', { reason: `a REST result ${reason}` })
}

/**
 * Decodes the JSON answer of `POST /rest/sql` to the same values that raw blocks give, without loss: 64-bit integers are
 * read from their digits, JSON stays the text that came, times become bigint in the unit of their fraction. Fails with
 * the server's error when the answer is one. Note that the adapter can cut a REST result short without a sign, so the
 * client itself reads results over WebSocket.
 */
export function decodeRestResult(body: string): QueryResult {
  const cursor = new JsonCursor(body)
  let code = 0
  let words = ''
  let columns: readonly ResultColumn[] | null = null
  let data: string | null = null
  for (const key of cursor.members()) {
    const text = cursor.value()
    if (key === 'code') code = Number(text)
    else if (key === 'desc') words = String(JSON.parse(text))
    else if (key === 'column_meta') columns = columnsOf(text)
    else if (key === 'data') data = text
  }
  if (code !== 0) throw serverError(code, words)
  if (columns === null || data === null) throw malformed('without columns and data')
  const rows: string[][] = []
  const list = new JsonCursor(data)
  for (const _ of list.items()) {
    const row: string[] = []
    // Rows are objects with row_with_meta=true; their members have the order of the columns.
    const members = list.atObject() ? list.members() : list.items()
    for (const __ of members) row.push(list.value())
    if (row.length !== columns.length) throw malformed(`with ${row.length} values in a row`)
    rows.push(row)
  }
  if (columns.length === 1 && columns[0]?.name === updateColumn && rows.length === 1) {
    const affectedRows = Number(rows[0]?.[0])
    return { isUpdate: true, affectedRows, columns: [], unit: 'ms', rows: [] }
  }
  const unit = unitOf(columns, rows)
  const types = columns.map(column => column.type)
  return {
    isUpdate: false,
    affectedRows: 0,
    columns,
    unit,
    rows: rows.map(row => row.map((text, i) => restValue(text, types[i] ?? 'NULL', unit))),
  }
}

function columnsOf(text: string): ResultColumn[] {
  const meta: unknown = JSON.parse(text)
  if (!Array.isArray(meta)) throw malformed('without a list of columns')
  return meta.map((entry: unknown) => {
    const [name, typeText, length] = Array.isArray(entry) ? entry : []
    const match = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(String(typeText))
    const type = match === null ? String(typeText) : 'DECIMAL'
    if (!typeNames.has(type)) throw malformed(`with the unknown type ${typeText}`)
    return {
      name: String(name),
      type: type as TDengineType,
      length: Number(length),
      precision: Number(match?.[1] ?? 0),
      scale: Number(match?.[2] ?? 0),
    }
  })
}

const unitOfDigits: Readonly<Record<number, TimeUnit>> = { 3: 'ms', 6: 'us', 9: 'ns' }
const time = /^"(-?\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d+)(?:Z|([+-])(\d\d):(\d\d))"$/

/** All times of a result have the same number of digits in their fraction: the database's precision. */
function unitOf(columns: readonly ResultColumn[], rows: readonly (readonly string[])[]): TimeUnit {
  for (const [i, column] of columns.entries()) {
    if (column.type !== 'TIMESTAMP') continue
    for (const row of rows) {
      const match = time.exec(row[i] ?? '')
      if (match !== null) return unitOfDigits[match[7]?.length ?? 3] ?? 'ms'
    }
  }
  return 'ms'
}

const daysInEra = 146_097

/** Days since 1970 of a date in the proleptic Gregorian calendar. */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * daysInEra + dayOfEra - 719_468
}

function timeOf(text: string, unit: TimeUnit): bigint {
  const match = time.exec(text)
  if (match === null) throw malformed(`with the time ${text}`)
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const fraction = match[7] ?? ''
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * (match[8] === '-' ? -1 : 1)
  const seconds =
    BigInt(daysOf(year, month, day)) * 86_400n +
    BigInt(hour * 3600 + (minute - offset) * 60 + second)
  if (unitOfDigits[fraction.length] !== unit) throw malformed(`with times of several precisions`)
  return seconds * 10n ** BigInt(fraction.length) + BigInt(fraction)
}

function restValue(text: string, type: TDengineType, unit: TimeUnit): TDengineValue {
  if (text === 'null') return null
  switch (type) {
    case 'BOOL':
      return text === 'true'
    case 'BIGINT':
    case 'BIGINT UNSIGNED':
      return integer(text)
    case 'TIMESTAMP':
      return timeOf(text, unit)
    case 'JSON':
      return text
    case 'VARCHAR':
    case 'NCHAR':
    case 'DECIMAL':
      return String(JSON.parse(text))
    case 'VARBINARY':
    case 'GEOMETRY':
    case 'BLOB':
      return Buffer.from(String(JSON.parse(text)), 'hex')
    case 'NULL':
      return null
    case 'FLOAT':
      return Math.fround(Number(text))
    default:
      return Number(text)
  }
}

function integer(text: string): bigint {
  if (!/^-?\d+$/.test(text)) throw malformed(`with the integer ${text}`)
  return BigInt(text)
}
