import { describe, expect, it } from 'vitest'
import { cardOf, describeError, errorFactory, isRetriable } from './error.ts'
import { formatCard, sampleOf } from './error-card.ts'

const raise = errorFactory({
  DB_DOWN: { message: 'cannot reach {url}', retriable: true, hint: 'Is {url} running?' },
  BAD_LINE: { message: 'the server refused a record', retriable: false },
})

describe('an error from a table', () => {
  it('carries its code, its advice and whether a retry can help', () => {
    const error = raise('DB_DOWN', { url: 'h:6041' }, { cause: new Error('ECONNREFUSED') })
    expect(error).toMatchObject({
      code: 'DB_DOWN',
      message: 'cannot reach h:6041',
      retriable: true,
      status: 500,
    })
    expect(error.card.hint).toBe('Is h:6041 running?')
    expect(isRetriable(error)).toBe(true)
    expect(describeError(error)).toContain('caused by: ECONNREFUSED')
  })

  it('says a cause once, also when its own message carries it', () => {
    const cause = new Error('connect ECONNREFUSED', { cause: new Error('refused by a rule') })
    const error = raise('DB_DOWN', { url: 'h: connect ECONNREFUSED' }, { cause })
    expect(describeError(error).match(/ECONNREFUSED/g)).toHaveLength(2)
    expect(describeError(error)).toContain('caused by: refused by a rule')
    expect(describeError(error)).not.toContain('caused by: connect')
  })

  it('lets the server decide where it knows better', () => {
    expect(raise('BAD_LINE', {}, { retriable: true }).retriable).toBe(true)
  })

  it('prints every fact an operator needs, and no stack frame', () => {
    const error = raise(
      'BAD_LINE',
      {},
      {
        doing: 'writing 10 records to power',
        record: { topic: 'meters', partition: 2, offset: 42n },
        sample: 'meters,x',
        serverCode: '0x3002',
        serverMessage: 'SML line invalid data',
      },
    )
    const text = formatCard(cardOf(error))
    expect(text).toMatchInlineSnapshot(`
      "BAD_LINE: the server refused a record
        while: writing 10 records to power
        record: topic meters, partition 2, offset 42
        sample: meters,x
        server said: [0x3002] SML line invalid data
        retry: cannot help"
    `)
    expect(describeError(new TypeError('x is undefined'))).not.toMatch(/\n\s+at /)
  })

  it('adds facts without losing the first ones', () => {
    const error = raise('BAD_LINE', {}, { sample: 's' }).with({ field: 'f' })
    expect(error.card).toMatchObject({ sample: 's', field: 'f', code: 'BAD_LINE' })
  })
})

it('a sample is bounded whatever the value', () => {
  expect(sampleOf(Buffer.alloc(1_000_000, 'a')).length).toBeLessThanOrEqual(201)
  expect(sampleOf('ž'.repeat(500)).length).toBeLessThanOrEqual(201)
  expect(sampleOf(Buffer.from([0xff, 0x41]))).toBe('\uFFFDA')
  expect(sampleOf(null)).toBe('null')
})
