import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apiVersionsApi } from '../apis/api-versions.ts'
import * as clusterInspection from '../apis/cluster-inspection.ts'
import * as configs from '../apis/configs.ts'
import { fetchApi } from '../apis/fetch.ts'
import * as groupAdmin from '../apis/group-admin.ts'
import * as groupMembership from '../apis/group-membership.ts'
import * as groupOffsets from '../apis/group-offsets.ts'
import * as metadata from '../apis/metadata.ts'
import * as offsets from '../apis/offsets.ts'
import * as produce from '../apis/produce.ts'
import * as topics from '../apis/topics.ts'
import type { Api } from './api.ts'
import { array, bytes, int32, int64, list, string, struct, structCodec, uuid } from './schema.ts'
import { MalformedRequest, WireReader } from './wire-reader.ts'
import { type FileRegion, WireWriter } from './wire-writer.ts'

const apis: readonly Api[] = [
  ...[
    { apiVersionsApi, fetchApi },
    clusterInspection,
    configs,
    groupAdmin,
    groupMembership,
    groupOffsets,
    metadata,
    offsets,
    produce,
    topics,
  ]
    .flatMap(family => Object.values(family) as unknown[])
    .filter((value): value is Api => typeof value === 'object'),
]

test('every version of every request refuses bytes that it does not understand, and ends', () => {
  expect(apis.length).toBeGreaterThan(30)
  fc.assert(
    fc.property(
      fc.constantFrom(...apis),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.uint8Array({ maxLength: 200 }),
      (api, choice, body) => {
        const version = api.min + Math.floor(choice * (api.max - api.min + 1))
        try {
          api.requestCodec(version).read(new WireReader(Buffer.from(body)))
        } catch (error) {
          expect(error instanceof MalformedRequest || error instanceof RangeError).toBe(true)
        }
      },
    ),
    { numRuns: 3000 },
  )
})

test('a count that the frame cannot hold is refused before memory is given to it', () => {
  const codec = structCodec({ values: array(int32) }, 0, false)
  const frame = Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 0])
  expect(() => codec.read(new WireReader(frame))).toThrow(MalformedRequest)
})

const shape = {
  name: string,
  note: string.since(2).nullable(3).or('none'),
  id: uuid,
  blob: bytes.nullable(1),
  rows: list({ at: int64, tags: array(string) }).nullable(2),
  place: struct({ x: int32 }).nullable(1),
  extra: int32.or(7).tagged(3, 2),
  old: int32.until(1).or(9),
}

test('values survive every version in both encodings; what a version lacks comes back as its default', () => {
  const hex = fc.stringMatching(/^[0-9a-f]{32}$/)
  const value = fc.record({
    name: fc.string({ unit: 'grapheme' }),
    note: fc.string(),
    id: hex,
    blob: fc.uint8Array().map(data => Buffer.from(data)),
    rows: fc.array(
      fc.record({
        at: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        tags: fc.array(fc.string()),
      }),
    ),
    place: fc.record({ x: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
    extra: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    old: fc.integer({ min: 0, max: 1000 }),
  })
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 4 }), fc.boolean(), (given, version, flexible) => {
      const codec = structCodec(shape, version, flexible)
      const nulls =
        version >= 3 ? { ...given, blob: null, rows: null, place: null, note: null } : given
      for (const input of [given, nulls]) {
        const writer = new WireWriter(16)
        codec.write(writer, input)
        const reader = new WireReader(writer.toBuffer())
        const output = codec.read(reader)
        expect(reader.remaining).toBe(0)
        expect(output).toEqual({
          ...input,
          note: version >= 2 ? input.note : 'none',
          extra: flexible && version >= 2 ? input.extra : 7,
          old: version <= 1 ? input.old : 9,
        })
      }
    }),
  )
})

test('tagged fields that are not known are skipped', () => {
  const codec = structCodec({ n: int32 }, 0, true)
  // n = 5, two tagged fields: tag 9 of two bytes, tag 200 of none.
  const frame = Buffer.from([0, 0, 0, 5, 2, 9, 2, 1, 1, 0xc8, 0x01, 0])
  const reader = new WireReader(frame)
  expect(codec.read(reader)).toEqual({ n: 5 })
  expect(reader.remaining).toBe(0)
})

test('file regions lie between the bytes before and after them, and count in the size', () => {
  const region: FileRegion = { size: 100, read: async () => 0, release: () => {} }
  const writer = new WireWriter(4)
  writer.int32(1)
  writer.region(region)
  writer.int16(2)
  writer.region(region)
  writer.int8(3)
  expect(writer.size).toBe(207)
  const parts = writer.finish()
  expect(parts.map(part => (part instanceof Uint8Array ? [...part] : part))).toEqual([
    [0, 0, 0, 1],
    region,
    [0, 2],
    region,
    [3],
  ])
})

test('the bytes of JoinGroup v9 are as the protocol lays them out', () => {
  const writer = new WireWriter()
  groupMembership.joinGroupApi.requestCodec(9).write(writer, {
    groupId: 'g',
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 60_000,
    memberId: '',
    groupInstanceId: null,
    protocolType: 'connect',
    protocols: [{ name: 'v2', metadata: Buffer.from([1, 2]) }],
    reason: null,
  })
  expect(writer.toBuffer().toString('hex')).toBe(
    '02670000271000' +
      '00ea60' +
      '01' +
      '00' +
      '08636f6e6e656374' +
      '02037632030102' +
      '00' +
      '00' +
      '00',
  )
})
