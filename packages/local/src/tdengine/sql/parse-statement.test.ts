import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EngineError } from '../engine/api.ts'
import type { Statement } from './ast.ts'
import { Cursor } from './cursor.ts'
import { parseStatement } from './parse-statement.ts'

const parse = (sql: string): Statement => parseStatement(new Cursor(sql))

function refusal(sql: string): string {
  try {
    parse(sql)
  } catch (cause) {
    if (cause instanceof EngineError) return `${cause.code} ${cause.message}`
    throw cause
  }
  return 'accepted'
}

describe('syntax errors name the place where TDengine stops', () => {
  test.each([
    ['selec 1', '9728 syntax error near "selec 1"'],
    ['select * from', '9729 Incomplete SQL statement'],
    ['select ttl from t', '9728 syntax error near "ttl from t"'],
    ['SELECT Host FROM T', '9728 syntax error near "host from t"'],
    [
      'create table 1abc (ts timestamp, v int)',
      '9728 syntax error near "1abc (ts timestamp, v int)"',
    ],
    ["select 'open", '9728 unrecognized token: "\'open"'],
    [';', '9728 syntax error near ";"'],
    ['show nosuch', '9729 Incomplete SQL statement'],
    ['select first(v) from t limit -1', '9728 syntax error near "-1"'],
    ['create database d nosuch 3', '9728 syntax error near "nosuch 3"'],
    ["alter database d precision 'us'", '9728 syntax error near "precision \'us\'"'],
  ])('%s', (sql, expected) => {
    expect(refusal(sql)).toBe(expected)
  })
})

test('what is not covered is refused by its name', () => {
  expect(refusal('create stream s into t as select 1')).toBe(
    "256 Operation not supported: CREATE STREAM (Tidewire's TDengine development server)",
  )
})

test('no text makes the parser fail in another way than with an error of the engine', () => {
  const words = fc.constantFrom(
    'select',
    '*',
    'from',
    'where',
    '(',
    ')',
    ',',
    't',
    '1',
    "'x'",
    'and',
    'interval',
    '1s',
    'fill',
    'create',
    'table',
    'using',
    'tags',
    'insert',
    'into',
    'values',
    'order',
    'by',
    'partition',
    '?',
    '.',
    '`q`',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), parts => {
      refusal(parts.join(' '))
    }),
    { numRuns: 500 },
  )
})

test('a statement ends at its first semicolon', () => {
  expect(parse('select 1; nonsense').kind).toBe('query')
})
