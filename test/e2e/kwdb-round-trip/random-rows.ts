import { randomOf } from '../random-numbers.ts'

type Random = () => number

const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T

const pieces = [
  'a', 'Z', '0', ' ', "'", "''", '"', '\\', '\\"', '\\x41', ',', '=', '#', '{', '}', '--', ';', '/*', '%', 'L"', 'i64',
  'true', 'null', 'é', '水', 'Ω', '\u0301', '🚀', '\u2028', '\u007f', '\t', "'); DROP TABLE m; --",
] // biome-ignore format: one list

const digits = (random: Random, bits: number) => {
  const far =
    BigInt(Math.floor(random() * 2 ** 32)) * 2n ** 32n + BigInt(Math.floor(random() * 2 ** 32))
  const limit = 2n ** BigInt(bits - 1)
  const kind = random()
  if (kind < 0.1) return String(-limit)
  return String(kind < 0.2 ? limit - 1n : BigInt.asIntN(bits, far))
}

const text = (random: Random, most: number) => {
  let made = ''
  for (let left = Math.floor(random() * most); left > 0; left -= 1) {
    const more = made + pick(random, pieces)
    if (Buffer.byteLength(more) > most) break
    made = more
  }
  return made
}

const float = (random: Random) => String((random() - 0.5) * 10 ** Math.floor(random() * 60 - 30))
const hex = (random: Random, most: number) =>
  Array.from({ length: 1 + Math.floor(random() * most) }, () =>
    Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('')

/** Columns and tags of a random table by type, with a value of each as the text that a reader gets. */
const makers: Readonly<Record<string, (random: Random) => string>> = {
  INT2: random => digits(random, 16),
  INT4: random => digits(random, 32),
  INT8: random => digits(random, 64),
  FLOAT4: random => String(Math.fround(Number(float(random)))),
  FLOAT8: float,
  BOOL: random => (random() < 0.5 ? 'true' : 'false'),
  'CHAR(60)': random => text(random, 60),
  'NCHAR(60)': random => text(random, 60),
  'VARCHAR(60)': random => text(random, 60),
  'NVARCHAR(60)': random => text(random, 60),
  'VARBYTES(60)': random => hex(random, 20),
  GEOMETRY: random => `POINT(${Math.floor(random() * 100)} ${Math.floor(random() * 100)})`,
  'TIMESTAMPTZ(3)': random => String(Math.floor((random() - 0.3) * 2e12)),
  'TIMESTAMP(6)': random => String(Math.floor((random() - 0.3) * 2e15)),
}

/** A random table. */
export interface RandomTable {
  readonly name: string
  /** Types of the columns behind the time, and of the tags behind the primary one. */
  readonly columns: readonly string[]
  readonly tags: readonly string[]
  /** Rules out values that a format has no words for. */
  readonly allowed?: (value: string) => boolean
}

export const allTypes: readonly string[] = Object.keys(makers)
export const tagTypes: readonly string[] = allTypes.filter(
  type => !/^(TIMESTAMP|NVARCHAR|GEOMETRY)/.test(type),
)

export const columnName = (i: number) => `c${i}`
export const tagName = (i: number) => `g${i}`

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** The statement that makes a table. */
export function createTable(database: string, { name, columns, tags }: RandomTable): string {
  const listed = columns.map((type, i) => `, ${columnName(i)} ${type}`).join('')
  const tagged = tags.map((type, i) => `, ${tagName(i)} ${type}`).join('')
  return `CREATE TABLE ${database}.${quoted(name)} (ts TIMESTAMPTZ(3) NOT NULL${listed}) TAGS (p VARCHAR(60) NOT NULL${tagged}) PRIMARY TAGS (p)`
}

function literal(type: string, value: string): string {
  if (/^(VARBYTES)/.test(type)) return `b'${value.replace(/../g, '\\x$&')}'`
  if (!/CHAR|GEOMETRY/.test(type)) return value
  return value.includes('\t')
    ? `e'${value.replace(/[\\']/g, '\\$&').replaceAll('\t', '\\t')}'`
    : `'${value.replaceAll("'", "''")}'`
}

/** The statements that fill a table with so many rows, each at a time of its own. */
export function insertRows(database: string, table: RandomTable, rows: number): string[] {
  const random = randomOf(rows)
  const { name, columns, tags, allowed = () => true } = table
  const valuesOf = (type: string): string => {
    const value = (makers[type] as (random: Random) => string)(random)
    return allowed(value) || !/CHAR/.test(type) ? value : valuesOf(type)
  }
  // The tags of a series are those that were written first.
  const series = Array.from({ length: 7 }, (_, i) => [
    literal('VARCHAR', `${i}${valuesOf('VARCHAR(60)').slice(0, 20)}`),
    ...tags.map(type => (random() < 0.2 ? 'NULL' : literal(type, valuesOf(type)))),
  ])
  const list = Array.from({ length: rows }, (_, i) => {
    const values = columns.map(type => (random() < 0.2 ? 'NULL' : literal(type, valuesOf(type))))
    return `(${[1_600_000_000_000 + i * 977, ...values, ...(series[i % series.length] ?? [])].join(', ')})`
  })
  const statements: string[] = []
  while (list.length > 0) {
    statements.push(
      `INSERT INTO ${database}.${quoted(name)} VALUES ${list.splice(0, 100).join(', ')}`,
    )
  }
  return statements
}
