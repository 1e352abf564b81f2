import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression } from './ast.ts'
import { DirectKind, scanDirectInsert } from './direct-insert.ts'
import { parseText } from './parse.ts'
import { SqlError } from './sql-error.ts'

const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`
const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`
/** The same text with every byte that could matter as an escape. */
const escapeText = (text: string) =>
  `e'${[...text].map(char => (/[\w ]/.test(char) ? char : escapeCharacter(char))).join('')}'`

function escapeCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}

// What a client can send: whole characters, no NUL.
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom(
      "'",
      '"',
      '\\',
      '--',
      '/*',
      ';',
      "'); DROP TABLE t; --",
      '$1',
      '$$',
      '\n',
      '😀',
    ),
  )
  .filter(value => !value.includes('\0'))
const name = text.filter(value => value !== '')

function only(sql: string) {
  const statements = parseText(sql)
  expect(statements).toHaveLength(1)
  const [statement] = statements
  if (!statement) throw new Error('no statement')
  return statement.statement
}

function sqlState(sql: string): string | undefined {
  try {
    parseText(sql)
    return undefined
  } catch (error) {
    if (error instanceof SqlError) return error.sqlState
    throw error
  }
}

const firstItem = (sql: string) => {
  const statement = only(sql)
  if (statement.kind !== 'select' || statement.query.body.kind !== 'core') throw new Error(sql)
  return statement.query.body.items[0]?.expression
}

describe('what a client quotes comes through as it was', () => {
  it('names, wherever they stand', () => {
    fc.assert(
      fc.property(name, name, name, (database, table, column) => {
        const written = `${quoteName(database)}."public".${quoteName(table)}`
        const parts = [database, 'public', table]
        expect(only(`SELECT ${quoteName(column)} FROM ${written}`)).toMatchObject({
          query: {
            body: {
              items: [{ expression: { kind: 'column', parts: [column] } }],
              from: [{ kind: 'table', name: { parts } }],
            },
          },
        })
        const insert = `INSERT INTO ${written} (${quoteName(column)}) VALUES (1)`
        expect(only(insert)).toMatchObject({ table: { parts }, columns: [column] })
        expect(scanDirectInsert(insert)).toMatchObject({ table: { parts }, columns: [column] })
        const create = `CREATE TABLE ${written} (${quoteName(column)} INT4, b INT4) TAGS (h INT4) PRIMARY TAGS (h)`
        expect(only(create)).toMatchObject({ name: { parts }, columns: [{ name: column }, {}] })
      }),
    )
  })

  it('texts, in quotes and with escapes', () => {
    fc.assert(
      fc.property(text, value => {
        for (const written of [quoteText(value), escapeText(value)]) {
          expect(firstItem(`SELECT ${written}`)).toEqual({ kind: 'string', value })
          const scanned = scanDirectInsert(`INSERT INTO t (a) VALUES (${written})`)
          expect(scanned?.values).toEqual([value])
        }
      }),
    )
  })

  it('bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), value => {
        const hex = [...value].map(byte => byte.toString(16).padStart(2, '0'))
        const written = `b'${hex.map(byte => `\\x${byte}`).join('')}'`
        expect(firstItem(`SELECT ${written}`)).toEqual({ kind: 'bytes', value })
        expect(firstItem(`SELECT x'${hex.join('')}'`)).toEqual({ kind: 'bytes', value })
        expect(scanDirectInsert(`INSERT INTO t (a) VALUES (${written})`)?.values).toEqual([value])
      }),
    )
  })
})

const literal = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  text.map(quoteText),
  fc.constantFrom('NULL', 'TRUE', 'false'),
)

/** A literal of the grammar as the fast path would note it. */
function noted(expression: Expression): readonly [number, string] {
  switch (expression.kind) {
    case 'number':
      return [DirectKind.number, expression.text]
    case 'string':
      return [DirectKind.string, expression.value]
    case 'boolean':
      return [DirectKind.number, String(expression.value)]
    default:
      return [DirectKind.null, '']
  }
}

it('both readings of an INSERT of plain literals hold the same values', () => {
  const row = fc.array(literal, { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), rows => {
      const values = rows.map(cells => `(${cells.join(', ')})`).join(',\n')
      const sql = `INSERT INTO db.t (ts, v, host) VALUES ${values}`
      const statement = only(sql)
      const scanned = scanDirectInsert(sql)
      if (statement.kind !== 'insert' || statement.source.kind !== 'values') throw new Error(sql)
      const flat = statement.source.rows.flat().map(noted)
      expect(scanned?.rowCount).toBe(rows.length)
      expect([...(scanned?.kinds ?? [])]).toEqual(flat.map(([kind]) => kind))
      expect(scanned?.values).toEqual(flat.map(([, value]) => value))
    }),
  )
})

it('any text is parsed or refused, and never breaks the parser', () => {
  const words = [
    'SELECT',
    'FROM',
    '(',
    ')',
    ',',
    '.',
    "'a'",
    '"b"',
    '1',
    'INSERT',
    'INTO',
    'VALUES',
  ]
  const more = [
    'TABLE',
    'CREATE',
    'ALTER',
    'SHOW',
    '::',
    '*',
    'NOT',
    'IN',
    '[',
    ']',
    ';',
    '@',
    '$1',
  ]
  const soup = fc.array(fc.constantFrom(...words, ...more), { maxLength: 30 })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 60 }),
        soup.map(each => each.join(' ')),
      ),
      sql => {
        sqlState(sql)
        scanDirectInsert(sql)
      },
    ),
    { numRuns: 500 },
  )
})

describe('operators bind as in KWDB', () => {
  /** An expression with every operation in brackets. */
  function bracket(expression: Expression): string {
    switch (expression.kind) {
      case 'binary':
        return `(${bracket(expression.left)} ${expression.operator} ${bracket(expression.right)})`
      case 'and':
      case 'or':
        return `(${bracket(expression.left)} ${expression.kind} ${bracket(expression.right)})`
      case 'not':
        return `(not ${bracket(expression.operand)})`
      case 'unary':
        return `(${expression.operator}${bracket(expression.operand)})`
      case 'cast':
        return `${bracket(expression.operand)}::${expression.type.name}`
      case 'is':
        return `(${bracket(expression.operand)} is ${expression.not ? 'not ' : ''}${expression.what})`
      case 'in':
        return `(${bracket(expression.operand)} in …)`
      case 'between':
        return `(${bracket(expression.operand)} between ${bracket(expression.low)} and ${bracket(expression.high)})`
      case 'column':
        return expression.parts.join('.')
      case 'number':
        return expression.text
      default:
        return expression.kind
    }
  }

  it.each([
    ['a + b * c ^ d', '(a + (b * (c ^ d)))'],
    ['a - b - c', '((a - b) - c)'],
    ['-a ^ b', '((-a) ^ b)'],
    ['-a::INT8', '(-a::INT8)'],
    ['- 1 + 2', '(-1 + 2)'],
    ['not a = b and c or d', '(((not (a = b)) and c) or d)'],
    ['a = b is null', '((a = b) is NULL)'],
    ['a || b + c', '(a || (b + c))'],
    ['a & b | c # d', '((a & b) | (c # d))'],
    ['a between b and c and d', '((a between b and c) and d)'],
    ['a like b || c', '(a LIKE (b || c))'],
    ['a < b in (1)', '(a < (b in …))'],
    ['a = not b', '(a = (not b))'],
    ['a << b + c', '(a << (b + c))'],
    ['(a, b) > (c, d)', '((a > c) or ((a = c) and (b > d)))'],
    ['(a, b) = (c, d)', '((a = c) and (b = d))'],
    ['(a, b) NOT IN ((1, 2))', '(not ((a = 1) and (b = 2)))'],
  ])('%s', (sql, expected) => {
    expect(bracket(firstItem(`SELECT ${sql}`) ?? { kind: 'null' })).toBe(expected)
  })

  it.each(['a < b < c', 'a = b = c', 'a LIKE b LIKE c', 'a BETWEEN b AND c BETWEEN d AND e'])(
    '%s is refused',
    sql => expect(sqlState(`SELECT ${sql}`)).toBe('42601'),
  )
})

describe('literals', () => {
  it.each([
    ['007', '7'],
    ['0x1F', '0x1F'],
    ['1.', '1.'],
    ['.5', '.5'],
    ['1e10', '1e10'],
  ])('%s is a number', (sql, digits) => {
    expect(firstItem(`SELECT ${sql}`)).toMatchObject({ kind: 'number', text: digits })
  })

  it.each([
    '1x',
    '0x',
    '1e',
    "x'1'",
    "B'2'",
    "'open",
    '/* open',
    '$0',
    "e'\\xZZ'",
    "e'\\xff'",
    '1abc',
  ])('%s is no literal', sql => expect(sqlState(`SELECT ${sql}`)).toBe('42601'))

  it.each([
    ["'a'\n'b'", 'ab'],
    ["$$it's$$", "it's"],
    ['$x$a$$b$x$', 'a$$b'],
    ["e'\\101\\x42\\u0043\\n'", 'ABC\n'],
    ["e'\\xe4\\xb8\\xad'", '中'],
    ["'back\\slash'", 'back\\slash'],
  ])('%s is a text', (sql, value) => {
    expect(firstItem(`SELECT ${sql}`)).toEqual({ kind: 'string', value })
  })

  it('texts on one line do not join', () => {
    expect(sqlState("SELECT 'a' 'b'")).toBe('42601')
  })
})

describe('what this server does not carry out is told from what no KWDB knows', () => {
  it.each([
    ['CREATE INDEX i ON t (a)', 'CREATE INDEX'],
    ['SHOW JOBS', 'SHOW JOBS'],
    ['BACKUP DATABASE d TO $1', 'BACKUP'],
    ['SELECT 1 FROM t@i', 'An index hint'],
    ['CREATE TABLE t AS SELECT 1', 'CREATE TABLE … AS'],
    ['ALTER TABLE t SPLIT AT VALUES (1)', 'SPLIT'],
  ])('%s', (sql, construct) => {
    expect(only(sql)).toEqual({ kind: 'unsupported', construct })
  })

  it.each([
    ['CREATE INDEX i t (a)', '42601'],
    ['SHOW JOBS FROM t', '42601'],
    ['SELECT 1 FROM t@i LIMIT 1, 2', '42601'],
    ['CREATE EXTENSION x', '0A000'],
    ['DISCARD TEMP', '0A000'],
    ['CREATE TABLE t (a JSONB[])', '0A000'],
    ['CREATE TABLE t (a VARCHAR(99999999999))', '22003'],
    ['CREATE TABLE "" (a INT4)', '42602'],
    ['CREATE TABLE t (a BIT(0))', '22023'],
  ])('%s: %s', (sql, state) => {
    expect(sqlState(sql)).toBe(state)
  })
})

it('an error says where it is', () => {
  expect(() => parseText('SELECT 1;\nSELECT FROM t')).toThrow(
    expect.objectContaining({
      message: 'at or near "from": syntax error',
      sqlState: '42601',
      position: 18,
    }),
  )
})

describe('the fast path', () => {
  it.each([
    'INSERT INTO t (a) VALUES (1); SELECT 1',
    'INSERT INTO t (a) VALUES (@x)',
    'INSERT INTO t (a) SELECT 1',
    'INSERT t VALUES (1)',
    'SELECT 1',
    'INSERT WITHOUT SCHEMA INTO t (a DOUBLE PRECISION COLUMN) VALUES (1)',
    '',
  ])('gives back %s', sql => expect(scanDirectInsert(sql)).toBeNull())

  it('takes the length of an item but for the first of a table without a database', () => {
    const list = '(a VARCHAR(10) COLUMN, b VARCHAR(20) TAG) VALUES (1, 2)'
    const lengths = (table: string) =>
      scanDirectInsert(`INSERT WITHOUT SCHEMA INTO ${table} ${list}`)?.withoutSchema?.map(
        each => each.length,
      )
    expect(lengths('t')).toEqual(['', '20'])
    expect(lengths('d.t')).toEqual(['10', '20'])
  })

  it('takes VALUES for a column while a bracket is open, so that the grammar refuses the text', () => {
    const scanned = scanDirectInsert("INSERT INTO t (ts, v, host VALUES (1, 2, 'a')")
    expect(scanned?.columns).toEqual(['ts', 'v', 'host', 'values'])
  })

  it('passes over one token behind VALUES when the text is short', () => {
    expect(scanDirectInsert('INSERT INTO t VALUES 1, 2)')?.values).toEqual(['2'])
  })

  it('stops at a lexical error and keeps what it has', () => {
    const scanned = scanDirectInsert("INSERT INTO t (a, b) VALUES (1, 2) 'open")
    expect(scanned).toMatchObject({ rowCount: 1, values: ['1', '2'] })
  })
})
