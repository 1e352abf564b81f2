import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DirectKind, scanDirectInsert } from './direct-insert.ts'
import { parseText } from './parse.ts'
import { SqlError } from './sql-error.ts'

type RecordedValue = null | readonly [kind: 'num' | 'str' | 'word' | 'bytes', text: string]

interface Recording {
  readonly group: string
  readonly sql: string
  readonly parser: 'ok' | { readonly sqlstate: string; readonly message: string }
  readonly tags?: readonly string[]
  readonly placeholders?: number
  readonly direct?: {
    readonly target?: readonly [database: string, table: string]
    readonly columns?: readonly string[]
    readonly columns_note?: string
    readonly rows?: readonly (readonly RecordedValue[])[]
    readonly row_count?: number
    readonly value_count?: number
    readonly noschema?: readonly (readonly string[])[]
    readonly fallback?: string
    readonly error?: unknown
    readonly crash?: boolean
  }
}

const recordings: readonly Recording[] = readFileSync(
  new URL('../../../../../test/golden/kwdb/sql-verdicts.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))

const groups = Map.groupBy(recordings, recording => recording.group)

function verdict(sql: string) {
  try {
    const statements = parseText(sql)
    return { tags: statements.map(each => each.tag) }
  } catch (error) {
    if (error instanceof SqlError) return { sqlState: error.sqlState }
    throw error
  }
}

function expected({ parser, tags }: Recording) {
  return parser === 'ok' ? { tags: tags ?? [] } : { sqlState: parser.sqlstate }
}

describe('the grammar gives the verdict that KWDB gave', () => {
  it.each([...groups])('%s', (_group, statements) => {
    const ours = statements.map(each => ({ sql: each.sql, ...verdict(each.sql) }))
    expect(ours).toEqual(statements.map(each => ({ sql: each.sql, ...expected(each) })))
  })

  it('counts the parameters', () => {
    const counted = recordings.filter(each => each.placeholders !== undefined)
    const ours = counted.map(each => {
      const [parsed] = parseText(each.sql)
      const { statement } = parsed ?? {}
      // Those of a prepared statement are its own.
      return statement?.kind === 'prepare'
        ? statement.statement.parameterCount
        : parsed?.parameterCount
    })
    expect(ours).toEqual(counted.map(each => each.placeholders))
    expect(counted.length).toBeGreaterThan(0)
  })
})

const kindNames = { 0: 'num', 1: 'str', 3: 'word', 4: 'bytes' } as const

/** Our reading in the words of the recordings, or null for a fallback. */
function direct(sql: string) {
  const scanned = scanDirectInsert(sql)
  if (!scanned) return null
  const { table, columns, values, kinds, rowCount, withoutSchema } = scanned
  const width = columns.length || values.length / rowCount
  if (values.length !== rowCount * width) return null
  const cell = (i: number): RecordedValue => {
    const kind = kinds[i] as keyof typeof kindNames | 2
    const value = values[i] ?? ''
    if (kind === DirectKind.null) return null
    return [kindNames[kind], typeof value === 'string' ? value : Buffer.from(value).toString('hex')]
  }
  return {
    table: table.parts.at(-1),
    columns,
    rows: Array.from({ length: rowCount }, (_, row) =>
      Array.from({ length: width }, (_, column) => cell(row * width + column)),
    ),
    ...(withoutSchema && {
      noschema: withoutSchema.map(({ name, type, role, length }) => [name, type, role, length]),
    }),
  }
}

describe('the fast path reads what KWDB reads', () => {
  // The scanner of the recordings names another table where a number begins with a point.
  const inserts = recordings.filter(each => each.direct && !each.sql.includes(' .5'))

  it.each(inserts.map(each => [each.sql, each] as const))('%s', (sql, { direct: recorded }) => {
    if (!recorded?.rows) {
      expect(direct(sql)).toBeNull()
      return
    }
    const { target, columns, rows, noschema } = recorded
    const theirs = { table: target?.[1], columns, rows, ...(noschema && { noschema }) }
    expect(direct(sql)).toEqual(theirs)
  })
})
