import { expect, test } from 'vitest'
import { serverError } from './server-error.ts'
import { errorKind } from './sql-state.ts'

test.each([
  ['55006', 'table "t" is being modified. Please wait for success', 'transient'],
  ['40001', 'restart transaction: TransactionRetryWithProtoRefreshError', 'transient'],
  ['57P01', 'server is shutting down', 'transient'],
  ['XXUUU', 'password authentication failed for user test', 'access'],
  ['XXUUU', 'could not PutData', 'transient'],
  ['42501', 'user test does not have INSERT privilege on relation t', 'access'],
  ['3D000', 'database "tsdb" does not exist', 'database'],
  ['3D000', 'table "t" does not exist', 'missing'],
  ['42P01', 'relation "t" does not exist', 'missing'],
  ['42703', 'column "c" does not exist', 'missing'],
  ['42P07', 'relation "t" already exists', 'exists'],
  ['42804', 'could not resolve "x" as INT4 type (column c)', 'content'],
  ['22001', 'value too long for type VARCHAR(4) (column c)', 'content'],
  ['23502', 'null value in column "c" violates not-null constraint', 'content'],
  ['08P01', 'message size 200 MiB bigger than maximum allowed', 'content'],
  ['XX000', 'internal error: something', 'server'],
])('%s (%s) is %s', (sqlState, message, kind) => {
  expect(errorKind(sqlState, message)).toBe(kind)
})

test('whether a retry can help is known where the error is born', () => {
  expect(serverError({ sqlState: '55006', message: 'Please wait for success' })).toMatchObject({
    code: 'KWDB_UNAVAILABLE',
    retriable: true,
  })
  expect(serverError({ sqlState: '22003', message: 'out of range', hint: 'less' })).toMatchObject({
    code: 'KWDB_REFUSED',
    retriable: false,
    card: { serverCode: '22003', serverMessage: 'out of range; less' },
  })
})
