import { TidewireError } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { serverVerdict } from './server-verdict.ts'

function failure(serverCode: string, retriable = false, code = 'TDENGINE_SERVER'): TidewireError {
  return new TidewireError({ code, message: 'no', retriable, serverCode })
}

describe('the verdict on a failed write', () => {
  it.each([
    ['0x3002', 'content'],
    ['0x3004', 'content'],
    ['0x060b', 'content'],
    ['0x020a', 'content'],
    ['0x0127', 'content'],
    ['0x0603', 'content'],
    ['413', 'content'],
    ['0x0388', 'database'],
    ['0x2616', 'database'],
    ['0x0357', 'access'],
    ['0x2644', 'access'],
    ['0x0800', 'stop'],
    ['0xffff', 'stop'],
    ['0x090c', 'retry'],
    ['0x0213', 'retry'],
    ['nonsense', 'stop'],
  ])('%s: %s', (code, verdict) => {
    expect(serverVerdict(failure(code))).toBe(verdict)
  })

  it('leaves retriable to the client and judges an error once', () => {
    expect(serverVerdict(failure('0xffff', true))).toBe('retry')
    expect(serverVerdict(failure('0x3002', false, 'TDENGINE_SINK_WRITE'))).toBe('stop')
    expect(serverVerdict(new Error('socket'))).toBe('stop')
  })
})
