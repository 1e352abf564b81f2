import { randomOf } from '../random-numbers.ts'

/** Unit of the times of a database. */
export type Unit = 'ms' | 'us' | 'ns'

type Random = () => number
type Literal = (random: Random, unit: Unit) => string

const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T

const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`

const pieces = [
  'a', 'Z', '0', ' ', '  ', '"', "'", '\\', '\\"', '\\n', ',', '=', '#', '{', '}', '$', '%', '`', '\t', '\r',
  'L"', 'i64', 'true', 'null', 'é', 'ž', '水', 'Ω', '\u0301', '🚀', '👩‍🚀', '\u2028', '\u007f', '/', '//', '--',
] // biome-ignore format: one list
const textOf = (random: Random, most: number) =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(random, pieces)).join('')

const integer =
  (min: bigint, max: bigint): Literal =>
  random => {
    const kind = random()
    if (kind < 0.05) return String(min)
    if (kind < 0.1) return String(max)
    if (kind < 0.15) return '0'
    const span = max - min
    const far =
      (BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32))
    return String(min + (far % (span + 1n)))
  }

const hex = (random: Random, most: number) =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, () =>
    Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('')

const coordinate = (random: Random) => String(Math.round((random() - 0.5) * 1e6) / 1e3)
const geometry: Literal = random => {
  const point = () => `${coordinate(random)} ${coordinate(random)}`
  const kind = random()
  if (kind < 0.5) return `'POINT(${point()})'`
  if (kind < 0.8) return `'LINESTRING(${point()}, ${point()}, ${point()})'`
  return `'POLYGON((0 0, 0 5.5, 5 5, 0 0))'`
}

const decimal =
  (whole: number, scale: number): Literal =>
  random => {
    const digits = (count: number) =>
      Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
    const sign = random() < 0.5 ? '-' : ''
    return `${sign}${BigInt(digits(Math.ceil(random() * whole)))}.${digits(scale)}`
  }

const unitsOfSecond = { ms: 1_000n, us: 1_000_000n, ns: 1_000_000_000n } as const

const time: Literal = (random, unit) => {
  // 1970 to 2200, to the last digit.
  const second = BigInt(Math.floor(random() * 7_258_118_400))
  const within = BigInt(Math.floor(random() * 1e9))
  return String(second * unitsOfSecond[unit] + (within % unitsOfSecond[unit]))
}

interface Column {
  readonly name: string
  readonly type: string
  readonly literal: Literal
}

const column = (name: string, type: string, literal: Literal): Column => ({ name, type, literal })

const float: Literal = random =>
  String(Math.fround(pick(random, [0, 1.5, -0.1, 3.4e38, 1e-30, (random() - 0.5) * 1e6])))
const double: Literal = random =>
  String(pick(random, [0, -2.25, 1.7e308, 5e-300, 0.1, (random() - 0.5) * 1e12, random()]))

/** The types that columns and tags may have. */
const common: readonly Column[] = [
  column('b', 'BOOL', random => String(random() < 0.5)),
  column('i8', 'TINYINT', integer(-128n, 127n)),
  column('i16', 'SMALLINT', integer(-32_768n, 32_767n)),
  column('i32', 'INT', integer(-(2n ** 31n), 2n ** 31n - 1n)),
  column('i64', 'BIGINT', integer(-(2n ** 63n), 2n ** 63n - 1n)),
  column('u8', 'TINYINT UNSIGNED', integer(0n, 255n)),
  column('u16', 'SMALLINT UNSIGNED', integer(0n, 65_535n)),
  column('u32', 'INT UNSIGNED', integer(0n, 2n ** 32n - 1n)),
  column('u64', 'BIGINT UNSIGNED', integer(0n, 2n ** 64n - 1n)),
  column('f', 'FLOAT', float),
  column('d', 'DOUBLE', double),
  column('s', 'VARCHAR(200)', random => quoted(textOf(random, 9))),
  column('n', 'NCHAR(60)', random => quoted(textOf(random, 9))),
  column('at', 'TIMESTAMP', time),
  column('x', 'VARBINARY(20)', random => `'\\x${hex(random, 20)}'`),
  column('g', 'GEOMETRY(300)', geometry),
]

const blob = column('o', 'BLOB', random => `'\\x${hex(random, 40)}'`)
const decimals = [
  column('m', 'DECIMAL(12,4)', decimal(8, 4)),
  column('m2', 'DECIMAL(38,10)', decimal(28, 10)),
]
const tags = common.map(({ name, type, literal }) => column(`t_${name}`, type, literal))

/** A table of a database: a super table with tags, or a normal one. */
export interface RandomTable {
  readonly name: string
  readonly columns: readonly Column[]
  readonly tags: readonly Column[]
  /** Part of the rows that it gets. */
  readonly share: number
}

const oddNames = ['a b', 'x,y=z', '"q"', 'tags', 'Groß', '水位', '#', 'back\\slash']

/** A super table of every type, and others for what excludes that: prepared statements, a JSON tag, no tags. */
export const randomTables: readonly RandomTable[] = [
  { name: 'everything', columns: [...common, ...decimals, blob], tags, share: 1 },
  { name: 'Bound 1', columns: [...common, blob], tags, share: 0.1 },
  {
    name: 'odd, names=#',
    columns: oddNames.map((name, i) => ({ ...(common[i * 2] as Column), name })),
    tags: oddNames.map((name, i) => ({ ...(common[i * 2 + 1] as Column), name: `t ${name}` })),
    share: 0.02,
  },
  {
    name: 'jtag',
    columns: [column('v', 'INT', integer(-5n, 5n))],
    tags: [
      column('info', 'JSON', random =>
        quoted(JSON.stringify({ k: textOf(random, 4), n: Math.floor(random() * 100), t: true })),
      ),
    ],
    share: 0.02,
  },
  { name: 'plain', columns: common, tags: [], share: 0.02 },
]

/** The statement that makes a table. */
export function createTable(database: string, { name, columns, tags }: RandomTable): string {
  const list = (of: readonly Column[]) => of.map(one => `\`${one.name}\` ${one.type}`).join(', ')
  const head = `${database}.\`${name}\` (ts TIMESTAMP, ${list(columns)})`
  return tags.length === 0 ? `CREATE TABLE ${head}` : `CREATE STABLE ${head} TAGS (${list(tags)})`
}

const childNames = ['d', 'Dev 1 ', "it's ", 'say "x" ', 'žluť_', '水', 'a,b=c ', '#', 'back\\slash']

/**
 * The statements that insert `rows` random rows (the table's share of them): a fifth of the values NULL, one row in
 * fifty without any value, one text in two hundred with a line break, and the same times in several child tables.
 */
export function* insertRows(
  database: string,
  table: RandomTable,
  rows: number,
  unit: Unit,
): Generator<string> {
  const random = randomOf(rows + table.name.length)
  const value = ({ literal }: Column) => (random() < 0.2 ? 'NULL' : literal(random, unit))
  const children = Math.max(3, Math.min(50, Math.floor(rows / 20)))
  const lists = Array.from({ length: children }, (_, child) => {
    if (table.tags.length === 0) return `${database}.\`${table.name}\``
    const name = `${childNames[child % childNames.length]}${table.name.length}_${child}`
    const values = table.tags.map(tag =>
      tag.type === 'JSON' ? tag.literal(random, unit) : value(tag),
    )
    return `${database}.\`${name}\` USING ${database}.\`${table.name}\` TAGS (${values.join(', ')})`
  })
  const base = 1_700_000_000n * unitsOfSecond[unit]
  const count = Math.ceil(rows * table.share)
  const perStatement = 600
  for (let from = 0; from < count; from += perStatement) {
    const byChild = new Map<number, string[]>()
    for (let i = from; i < Math.min(from + perStatement, count); i += 1) {
      const child = table.tags.length === 0 ? 0 : i % children
      const time = base + BigInt(table.tags.length === 0 ? i : Math.floor(i / 3)) * 7n
      const isEmpty = random() < 0.02
      const values = table.columns.map(one => {
        if (isEmpty) return 'NULL'
        const isBroken = one.type.startsWith('VARCHAR') && random() < 0.005
        return isBroken ? quoted('two\nlines') : value(one)
      })
      const list = byChild.get(child) ?? []
      list.push(`(${[time, ...values].join(', ')})`)
      byChild.set(child, list)
    }
    const parts = [...byChild].map(
      ([child, values]) => `${lists[child]} VALUES ${values.join(' ')}`,
    )
    yield `INSERT INTO ${parts.join(' ')}`
  }
}
