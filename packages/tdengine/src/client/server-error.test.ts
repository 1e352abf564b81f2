import { isRetriable } from '@tidewire/core'
import { expect, test } from 'vitest'
import { errorKind, serverCodeOf, serverError, shownSql } from './server-error.ts'
import { featuresOf } from './server-version.ts'

test.each([
  [0x3002, 'SML line cols is empty', 'TDENGINE_REFUSED', 'content', false],
  [0x0388, 'Database not exist', 'TDENGINE_DATABASE', 'database', false],
  [0x0357, 'Authentication failure', 'TDENGINE_ACCESS', 'access', false],
  [0x090c, 'Sync leader is unreachable', 'TDENGINE_UNAVAILABLE', 'transient', true],
  [0x0213, 'Disconnected from server', 'TDENGINE_SESSION', 'session', true],
  [0x0800, '', 'TDENGINE_SERVER', 'other', false],
  [0xffff, 'server not connected', 'TDENGINE_SESSION', 'session', true],
  [0xffff, 'result is nil', 'TDENGINE_SERVER', 'other', false],
  [0xffff, 'get connection from pool timeout', 'TDENGINE_UNAVAILABLE', 'transient', true],
] as const)('0x%s %s', (code, words, name, kind, retriable) => {
  const error = serverError(code, words, { doing: 'writing' })
  expect(error.code).toBe(name)
  expect(errorKind(error)).toBe(kind)
  expect(serverCodeOf(error)).toBe(code)
  expect(isRetriable(error)).toBe(retriable)
  expect(error.card).toMatchObject({ doing: 'writing', serverMessage: words })
})

test('an error that is none of the server has no kind', () => {
  expect(errorKind(new Error('x'))).toBeNull()
  expect(serverCodeOf(new Error('x'))).toBeNull()
})

test('passwords in statements are masked, long statements are cut', () => {
  expect(shownSql(`alter user root PASS 'it\\'s' ; create user a pass "x"`)).toBe(
    'alter user root PASS [hidden] ; create user a pass [hidden]',
  )
  expect(shownSql(`select\n  ${'x'.repeat(300)}`)).toHaveLength(201)
})

test.each([
  ['3.3.7.5', { binaryQuery: true, stmt2: true }],
  ['3.3.5.9', { binaryQuery: true, stmt2: false }],
  ['3.3.2.0', { binaryQuery: true, stmt2: false }],
  ['3.3.1.9', { binaryQuery: false, stmt2: false }],
  ['v3.10.0.0', { binaryQuery: true, stmt2: true }],
  ['3.0', { binaryQuery: false, stmt2: false }],
  ['2.6.0.34', null],
  ['unknown', { binaryQuery: true, stmt2: true }],
] as const)('version %s', (version, features) => {
  expect(featuresOf(version)).toEqual(features)
})
