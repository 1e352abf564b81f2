const names = [
  'ts',
  'value',
  'location',
  'temp',
  'c1',
  'Mixed Case',
  'user',
  'select',
  'table',
  'tag',
  'tags',
  'order',
  'group',
  'index',
  'family',
  'default',
  'a.b',
  'a-b',
  '$dollar',
  '1st',
  'per%cent',
  'semi;colon',
  'quote"d',
  "apo'strophe",
  'back\\slash',
  '--comment',
  '/*comment*/',
  'comma,',
  '(paren)',
  'a b',
  'x=y',
  'null',
  'true',
  'now()',
  'e',
  'b',
  'x',
  '@at',
  '#hash',
  '{brace}',
  '[bracket]',
  '`tick`',
  '~',
  '?',
  '!',
  '|',
  '<>',
  '^',
  '&',
  'very_long_name_'.repeat(8),
]

const texts = [
  '',
  'tianjin',
  "it's",
  '"quoted"',
  'back\\slash',
  'new\nline',
  'tab\tand\rreturn',
  '\u0001\u001f\u007f',
  '北京',
  '😀🎉',
  'é',
  "');DROP TABLE t;--",
  "'; SELECT 1; '",
  'null',
  'NULL',
  'true',
  '1.5',
  '\\x41',
  "e'x'",
  '$1',
  '%s',
  '/* */',
  '--',
  ';',
  '\\',
  "''",
  "\\'",
  'line1\r\nline2',
  ' leading and trailing ',
  'a'.repeat(60),
]

const geometries = [
  'POINT(1 2)',
  'LINESTRING(0 0, 1 1, 2 0)',
  'POLYGON((0 0, 0 1, 1 1, 0 0))',
  'POINT(-1.5 2e3)',
]

/** A column as a record declares it. */
interface Declared {
  readonly name: string
  readonly type: string
  readonly length?: number
}

/** Makes records of KWDB's formats from a seed: every type, nasty names and values. */
export class RandomRecords {
  readonly #random: () => number
  #table = 0

  /** `random` answers numbers from 0 to less than 1. */
  constructor(random: () => number) {
    this.#random = random
  }

  below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** A table name that has not been used. */
  table(): string {
    this.#table += 1
    return `${this.pick(names).slice(0, 100)}${this.#table}`
  }

  /** Different names, none of them in `taken`. */
  #names(count: number, taken: Set<string>): string[] {
    const found: string[] = []
    while (found.length < count) {
      const name = this.pick(names)
      const fresh = taken.has(name) ? `${name.slice(0, 100)}_${taken.size}` : name
      taken.add(fresh)
      found.push(fresh)
    }
    return found
  }

  #column(name: string): Declared {
    const types = [
      'INT2',
      'INT4',
      'INT8',
      'FLOAT4',
      'FLOAT8',
      'BOOL',
      'TIMESTAMP',
      'TIMESTAMPTZ',
      'TIMESTAMPTZ(3)',
      'TIMESTAMPTZ(6)',
      'TIMESTAMPTZ(9)',
      'GEOMETRY',
      'CHAR',
      'NCHAR',
      'VARCHAR',
      'NVARCHAR',
      'VARBYTES',
    ]
    const type = this.pick(types)
    if (!/CHAR|BYTES/.test(type)) return { name, type, length: 64 }
    const length = this.pick([64, 100, 254])
    return { name, type, length: Math.min(length, type === 'NCHAR' ? 200 : 254) }
  }

  #tag(name: string, primary: boolean): Declared & { primary: boolean; nullable: boolean } {
    const types = [
      'INT2',
      'INT4',
      'INT8',
      'BOOL',
      'CHAR',
      'NCHAR',
      'VARCHAR',
      ...(primary ? [] : ['FLOAT4', 'FLOAT8', 'VARBYTES']),
    ]
    const type = this.pick(types)
    const length = /CHAR|BYTES/.test(type) ? { length: 100 } : {}
    return { name, type, ...length, primary, nullable: !primary }
  }

  /** JSON text of a value for a column. */
  #value(type: string, unit: string, mayBeNull: boolean): string {
    if (mayBeNull && this.below(8) === 0) return 'null'
    const own = /\((\d)\)/.exec(type)?.[1]
    switch (type.replace(/\(\d\)/, '')) {
      case 'INT2':
        return this.pick(['-32768', '32767', '0', String(this.below(30_000))])
      case 'INT4':
        return this.pick(['-2147483648', '2147483647', String(this.below(1e9))])
      case 'INT8':
        return this.pick([
          '-9223372036854775808',
          '9223372036854775807',
          '2535208944865431245',
          String(this.below(1e12)),
        ])
      case 'FLOAT4':
        return this.pick([
          '6.14545',
          '-1e-7',
          '3.4e38',
          '0',
          '35.5',
          String(this.below(1e6) / 1000),
        ])
      case 'FLOAT8':
        return this.pick([
          '1.7976931348623157e308',
          '5e-324',
          '-0.16',
          '1E5',
          String(this.below(1e9) / 1e6),
        ])
      case 'BOOL':
        return this.pick(['true', 'false'])
      case 'TIMESTAMP':
      case 'TIMESTAMPTZ':
        if (this.below(4) === 0)
          return this.pick([
            '"2023-08-11 12:12:10.249"',
            '"2023-08-11T12:12:10Z"',
            '"2024-02-29 23:59:59+08:00"',
          ])
        return this.time(own === undefined ? unit : ({ 3: 'ms', 6: 'us', 9: 'ns' }[own] ?? unit))
      case 'GEOMETRY':
        return JSON.stringify(this.pick(geometries))
      case 'VARBYTES':
        return JSON.stringify(this.pick(['\\x00ff10', '\\x', 'plain', "a'b", '\\xzz', '北']))
      default:
        return JSON.stringify(this.pick(texts))
    }
  }

  /** A time of the year 2023 in a unit. */
  time(unit: string): string {
    const second = 1_690_000_000 + this.below(10_000_000)
    const digits = { s: 0, ms: 3, us: 6, ns: 9 }[unit] ?? 3
    return `${second}${String(this.below(10 ** Math.min(digits, 6)))
      .padStart(digits, '0')
      .slice(0, digits)}`
  }

  /** json_kaiwudb records of one table; the later ones declare more and wider columns and tags. */
  kaiwu(unit: string): string[] {
    const table = this.table()
    const taken = new Set<string>()
    const [time = 'ts'] = this.#names(1, taken)
    let columns = [
      { name: time, type: this.pick(['TIMESTAMPTZ', 'TIMESTAMP']) },
      ...this.#names(1 + this.below(6), taken).map(name => this.#column(name)),
    ]
    let tags = this.#names(1 + this.below(4), taken).map((name, i) =>
      this.#tag(name, i === 0 || this.below(4) === 0),
    )
    const records: string[] = []
    for (let n = 0; n < 3; n += 1) {
      const rows = Array.from({ length: 1 + this.below(3) }, () => {
        const members = [`${JSON.stringify(time)}:${this.time(unit)}`]
        for (const { name, type } of columns.slice(1)) {
          if (this.below(6) > 0)
            members.push(`${JSON.stringify(name)}:${this.#value(type, unit, true)}`)
        }
        for (const { name, primary, type } of tags)
          members.push(`${JSON.stringify(name)}:${this.#value(type, unit, !primary)}`)
        return `{${members.join(',')}}`
      })
      const declared = JSON.stringify({ table, columns, tags }).slice(0, -1)
      records.push(`${declared},"data":[${rows.join(',')}]}`)
      columns = columns.map(column => this.#wider(column))
      tags = tags.map(tag => (tag.primary ? tag : this.#wider(tag)))
      if (this.below(2) === 0)
        columns = [...columns, ...this.#names(1, taken).map(name => this.#column(name))]
      if (this.below(2) === 0)
        tags = [...tags, ...this.#names(1, taken).map(name => this.#tag(name, false))]
    }
    return records
  }

  #wider<T extends Declared>(column: T): T {
    const type = { INT2: 'INT4', INT4: 'INT8', FLOAT4: 'FLOAT8' }[column.type]
    if (type !== undefined) return { ...column, type }
    if (!/^N?VARCHAR$/.test(column.type)) return column
    return { ...column, length: (column.length ?? 64) * 2 }
  }

  /** Points of OpenTSDB JSON. */
  opentsdb(unit: string): string[] {
    const metric = this.table()
    const tags = this.#names(1 + this.below(3), new Set())
    return Array.from({ length: 2 }, () => {
      const points = Array.from({ length: 1 + this.below(3) }, () => {
        const value = this.pick(['10.3', '219', 'true', '-1e3', JSON.stringify(this.pick(texts))])
        const members = tags.map(
          name =>
            `${JSON.stringify(name)}:${this.pick(['1', '2.5', JSON.stringify(this.pick(texts.slice(1)))])}`,
        )
        return `{"metric":${JSON.stringify(metric)},"timestamp":${this.time(unit)},"value":${value},"tags":{${members.join(',')}}}`
      })
      return points.length === 1 ? (points[0] as string) : `[${points.join(',')}]`
    })
  }

  /** Telnet lines. */
  telnet(unit: string): string[] {
    const word = (text: string) => text.replace(/[\s=]/g, '_') || 'x'
    const metric = word(this.table())
    const tags = this.#names(1 + this.below(3), new Set()).map(word)
    return Array.from({ length: 2 }, () => {
      const members = tags.map(name => `${name}=${word(this.pick(texts))}`)
      return `${metric} ${this.time(unit)} ${this.pick(['10.3', '219', '-1.5e3', '0'])} ${members.join(' ')}`
    })
  }

  /** Lines of line protocol, later ones with other fields. */
  lines(unit: string): string[] {
    const escaped = (text: string) => text.replace(/([\\ ,=])/g, '\\$1')
    const quoted = (text: string) => text.replace(/([\\"])/g, '\\$1').replace(/\n/g, ' ')
    const table = escaped(this.table())
    const taken = new Set<string>(['k_timestamp', 'primary_tag'])
    const tags = this.#names(1 + this.below(3), taken)
    const fields = this.#names(2 + this.below(3), taken)
    return Array.from({ length: 3 }, (_, n) => {
      const members = tags.map(
        name =>
          `${escaped(name)}=${escaped(this.pick(texts.filter(text => /^[ -~\u0080-\u{10ffff}]+$/u.test(text))))}`,
      )
      const values = fields.slice(0, n + 1).map((name, i) => {
        const value = [
          () => `${this.below(30_000)}i16`,
          () => `${this.below(1e9)}i32`,
          () => `${this.pick(['9223372036854775807i64', '1i', '7u'])}`,
          () => `${this.below(1000) / 8}f32`,
          () => `${this.below(1000) / 7}`,
          () => this.pick(['true', 'False', 'TRUE']),
          () => `"${quoted(this.pick(texts))}"`,
          () => `L"${quoted(this.pick(texts))}"`,
        ][(i * 3 + fields.length + tags.length) % 8]
        return `${escaped(name)}=${value?.()}`
      })
      return `${table},${members.join(',')} ${values.join(',')} ${this.time(unit)}`
    })
  }
}
