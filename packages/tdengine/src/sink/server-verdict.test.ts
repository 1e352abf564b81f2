import { describe, expect, it } from 'vitest'
import { serverError } from '../client/server-error.ts'
import { raise } from '../errors.ts'
import { serverVerdict } from './server-verdict.ts'

describe('the verdict on a failed write', () => {
  it.each([
    [0x3002, 'content'],
    [0x3004, 'content'],
    [0x060b, 'content'],
    [0x020a, 'content'],
    [0x0127, 'content'],
    [0x0603, 'content'],
    [0x0388, 'database'],
    [0x2616, 'database'],
    [0x0357, 'access'],
    [0x2644, 'access'],
    [0x0800, 'stop'],
    [0xffff, 'stop'],
    [0x090c, 'retry'],
    [0x0213, 'retry'],
  ])('code %i: %s', (code, verdict) => {
    expect(serverVerdict(serverError(code, 'words'))).toBe(verdict)
  })

  it('leaves retriable to the client and judges an error once', () => {
    expect(serverVerdict(raise('TDENGINE_CONNECT'))).toBe('retry')
    expect(serverVerdict(raise('TDENGINE_SINK_WRITE', {}, { serverCode: '0x3002' }))).toBe('stop')
    expect(serverVerdict(new Error('socket'))).toBe('stop')
  })
})
