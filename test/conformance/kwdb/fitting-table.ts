import { quoteName } from './client.ts'
import type { FastValue, Verdict } from './recording.ts'

/** A table in which the rows of a recorded INSERT fit, and what becomes of the INSERT there. */
export interface Fitting {
  readonly create: string
  /** SQLSTATE that refuses the rows; absent when they are stored, `open` when that is not recorded. */
  readonly refusal?: string | 'open'
}

/** The table that statements mean by `t` when nothing is said of it. */
export function usualTable(name: string, value = 'FLOAT8', columns = '', tags = ''): string {
  const table = quoteName(name)
  return `CREATE TABLE ${table} (ts TIMESTAMPTZ(3) NOT NULL, v ${value}${columns}) TAGS (host VARCHAR(64) NOT NULL${tags}) PRIMARY TAGS (host)`
}

/** Integers from which the time column needs the next precision. */
const precisions = [
  [31_556_995_200_000n, 3],
  [31_556_995_200_000_000n, 6],
] as const

/** Finds a table for the rows that the fast path collected; null when none can be told. */
export function fittingTable({ direct, sql }: Verdict, name: string): Fitting | null {
  const { rows = [], columns = [], noschema } = direct ?? {}
  const names = columns.length > 0 ? columns : rows[0]?.length === 3 ? ['ts', 'v', 'host'] : []
  if (names.length < 2 || rows.length === 0) return null
  if (noschema?.length === 0) return null
  const column = (index: number) => rows.map(row => row[index] ?? null)
  // Without roles the last name is the tag.
  const isTag = (index: number) =>
    noschema ? noschema[index]?.[2] === 'tag' : index === names.length - 1
  const indexes = names.map((_, index) => index)
  const define = (index: number) => `${quoteName(names[index] ?? '')} ${typeOf(column(index), sql)}`
  const [first, ...tags] = indexes.filter(isTag)
  if (first === undefined) return null
  const data = indexes.filter(index => !isTag(index)).slice(1)
  const time = `${quoteName(names[0] ?? '')} TIMESTAMPTZ(${precisionOf(column(0))}) NOT NULL`
  // A table needs a second column, and a list may have none.
  const definitions = [time, ...(data.length > 0 ? data.map(define) : ['other_column INT4'])]
  const primary = column(first).some(value => value?.[0] !== 'num') ? 'VARCHAR(64)' : 'INT8'
  const tagList = [`${quoteName(names[first] ?? '')} ${primary} NOT NULL`, ...tags.map(define)]
  const create = `CREATE TABLE ${quoteName(name)} (${definitions.join(', ')}) TAGS (${tagList.join(', ')}) PRIMARY TAGS (${quoteName(names[first] ?? '')})`
  const refusal = refusalOf(rows, sql)
  return refusal === undefined ? { create } : { create, refusal }
}

function precisionOf(values: readonly FastValue[]): number {
  const integers = values.flatMap(value =>
    value?.[0] === 'num' && /^-?\d+$/.test(value[1]) ? [BigInt(value[1])] : [],
  )
  return precisions.find(([limit]) => integers.every(each => each < limit))?.[1] ?? 9
}

function typeOf(values: readonly FastValue[], sql: string): string {
  const kinds = new Set(values.flatMap(value => (value ? [value[0]] : [])))
  if (kinds.has('bytes') || (kinds.size === 0 && sql.includes("b''"))) return 'VARBYTES(1000)'
  if (kinds.has('str')) return 'VARCHAR(1000)'
  if (kinds.has('word')) return 'TIMESTAMPTZ(3)'
  const numbers = values.filter(value => value !== null)
  const truth = numbers.every(([, text]) => text === 'true' || text === 'false')
  return truth && numbers.length > 0 ? 'BOOL' : 'FLOAT8'
}

/** Why no table takes the rows. */
function refusalOf(
  rows: readonly (readonly FastValue[])[],
  sql: string,
): string | 'open' | undefined {
  const values = rows.flat()
  const texts = values.flatMap(value => (value ? [value[1]] : []))
  // The two paths read these differently, so what becomes of them depends on more than the table.
  if (/\bVALUES\s*\(.*"/s.test(sql) || texts.some(text => /^( |0x|nan$|inf)/i.test(text)))
    return 'open'
  const times = rows.map(row => row[0] ?? null)
  if (times.some(value => value?.[0] === 'word' && value[1] !== 'now')) return 'open'
  if (times.some(value => value === null)) return '23502'
  if (times.some(value => value?.[0] === 'num' && !/^-?\d+$/.test(value[1]))) return '42804'
  if (times.some(value => value?.[0] === 'str' && !/\D/.test(value[1]))) return '42804'
  const words = values.filter(value => value?.[0] === 'word' && value[1] !== 'now')
  if (words.length > 0) return '42601'
  const numbers = values.filter(value => value?.[0] === 'num')
  return numbers.some(value => Math.abs(Number(value?.[1])) === Number.POSITIVE_INFINITY)
    ? '22003'
    : undefined
}
