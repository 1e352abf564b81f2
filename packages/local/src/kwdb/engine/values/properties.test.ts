import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seriesKey } from '../storage/table-state.ts'
import { parseBytesText, printBytes } from './bytes-text.ts'
import { printFloat8 } from './print-number.ts'
import { printTime } from './print-time.ts'
import { loadText, storeRawText, storeText } from './raw-text.ts'
import { storedMoment, timeRange, unitsPerSecond } from './stored-time.ts'
import { parseTimestamp } from './timestamp-text.ts'
import { sessionZone } from './zone.ts'

const text = fc.string({ unit: 'binary', maxLength: 40 }).filter(value => value.isWellFormed())

test('a text comes back from storage as it was, whatever characters it has', () => {
  fc.assert(
    fc.property(text, value => {
      expect(loadText(storeText(value))).toBe(value)
    }),
  )
})

test('bytes in a text column come back as they were, as text when they are one', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      const stored = storeRawText(bytes)
      expect(stored.isWellFormed()).toBe(true)
      const loaded = loadText(stored)
      const found = typeof loaded === 'string' ? Buffer.from(loaded) : Buffer.from(loaded)
      expect(found.equals(bytes)).toBe(true)
    }),
  )
})

test('bytes are read as they are printed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      expect(Buffer.from(parseBytesText(printBytes(bytes)) ?? []).equals(bytes)).toBe(true)
    }),
  )
})

test('a number printed with all its digits is that number', () => {
  fc.assert(
    fc.property(fc.double(), value => {
      const shown = printFloat8(value, 3).replace('Inf', 'Infinity')
      expect(Object.is(Number(shown), value) || Number.isNaN(value)).toBe(true)
    }),
  )
})

test.each(['UTC', 'Asia/Shanghai', 'Asia/Kathmandu', '-12', '5'])(
  'a time printed in zone %s is read as the same time, at every precision',
  name => {
    const zone = sessionZone(name)
    if (zone === null) throw new Error(name)
    const now = { seconds: 0n, nanos: 0, zone }
    fc.assert(
      fc.property(fc.constantFrom(3, 6, 9), fc.bigInt(0n, 10n ** 30n), (precision, seed) => {
        const [, greatest] = timeRange(precision)
        // Since 1950: offsets before may have seconds, which are not printed.
        const least = precision === 9 ? 0n : -631_152_000n * unitsPerSecond(precision)
        const stored = least + (seed % (greatest - least))
        const shown = printTime(stored, precision, zone)
        const moment = parseTimestamp(shown, now)
        expect(moment, shown).not.toBeNull()
        if (moment === null) return
        expect(storedMoment(moment, { name: 'TIMESTAMPTZ', width: precision }), shown).toBe(stored)
        const plain = parseTimestamp(printTime(stored, precision, null), { ...now, zone })
        expect(plain && storedMoment(plain, { name: 'TIMESTAMP', width: precision })).toBe(stored)
      }),
    )
  },
)

test('what is no time stamp is refused, never thrown', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), value => {
      const now = { seconds: 1_700_000_000n, nanos: 0, zone: sessionZone('UTC') ?? never() }
      const moment = parseTimestamp(value, now)
      expect(moment === null || typeof moment.seconds === 'bigint').toBe(true)
    }),
  )
})

function never(): never {
  throw new Error('UTC')
}

test('different primary tags are different series', () => {
  const tags = fc.array(fc.oneof(text, fc.constantFrom('1:a', '1', ':', 'a1:')), {
    minLength: 2,
    maxLength: 3,
  })
  fc.assert(
    fc.property(tags, tags, (a, b) => {
      expect(seriesKey(a) === seriesKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
  )
})
