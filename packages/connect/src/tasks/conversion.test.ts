import { type BytesBatch, TidewireError } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import type { Converter } from '../converters/converter.ts'
import { simpleHeaderConverter } from '../converters/simple-header-converter.ts'
import { Conversion } from './conversion.ts'
import { type ErrorHandling, errorPolicy, type Failure } from './error-handling.ts'

/** A converter that fails so many times, with an error that may pass. */
function converterThatFails(times: number): Converter & { tries: number[] } {
  const tries: number[] = []
  return {
    tries,
    keepsBytes: false,
    toConnect() {
      tries.push(performance.now())
      if (tries.length <= times) {
        throw new TidewireError({ code: 'TEST_AWAY', message: 'away', retriable: true }, {})
      }
      return { schema: null, value: 'converted' }
    },
    fromConnect: () => null,
  }
}

/** A batch of one record without a key. */
const oneRecord: BytesBatch = {
  form: 'bytes',
  topic: 't',
  partition: 0,
  count: 1,
  bytes: Buffer.from('v'),
  baseOffset: 0n,
  offsetDeltas: Int32Array.of(0),
  keyStarts: Int32Array.of(0),
  keyLengths: Int32Array.of(-1),
  valueStarts: Int32Array.of(0),
  valueLengths: Int32Array.of(1),
  timestamp: () => 1n,
  timestampType: 'CreateTime',
  headers: () => [],
}

async function convert(converter: Converter, props: Readonly<Record<string, string>>) {
  const failures: Failure[] = []
  const errors = { handle: async (failure: Failure) => void failures.push(failure) }
  const conversion = new Conversion({
    key: { className: 'key', converter: converterThatFails(0) },
    value: { className: 'value', converter },
    header: { className: 'header', converter: simpleHeaderConverter.create({}, 'header') },
    errors: errors as unknown as ErrorHandling,
    policy: errorPolicy(props),
  })
  const { count } = await conversion.convert(oneRecord, new AbortController().signal)
  return { count, failures }
}

describe('a conversion that fails for now', () => {
  it('is not tried again by default', async () => {
    const converter = converterThatFails(1)
    const { count, failures } = await convert(converter, {})
    expect([count, failures.length, converter.tries.length]).toEqual([0, 1, 1])
  })

  it.each(['60000', '-1'])('is tried again within errors.retry.timeout=%s', async timeout => {
    const converter = converterThatFails(2)
    const { count, failures } = await convert(converter, {
      'errors.retry.timeout': timeout,
      'errors.retry.delay.max.ms': '20',
    })
    expect([count, failures.length, converter.tries.length]).toEqual([1, 0, 3])
  })

  it('pauses no longer than errors.retry.delay.max.ms', async () => {
    const converter = converterThatFails(1000)
    const { failures } = await convert(converter, {
      'errors.retry.timeout': '250',
      'errors.retry.delay.max.ms': '10',
    })
    // Without the limit the first pause alone would be longer than the time for all tries.
    expect(failures).toHaveLength(1)
    expect(converter.tries.length).toBeGreaterThan(3)
  })
})
