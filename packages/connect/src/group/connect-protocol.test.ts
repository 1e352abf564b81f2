import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AssignedWork,
  decodeAssignment,
  decodeMetadata,
  encodeAssignment,
  encodeMetadata,
} from './connect-protocol.ts'

const work = fc.array(
  fc.record({
    connector: fc.string({ maxLength: 40 }),
    tasks: fc.array(fc.integer({ min: -1, max: 1000 }), { maxLength: 5 }),
  }),
  { maxLength: 5 },
)
const offset = fc.bigInt({ min: -1n, max: 2n ** 62n })
const assignment = (version: 0 | 1 | 2) =>
  fc.record({
    version: fc.constant(version),
    error: fc.constantFrom(0, 1),
    leader: fc.string({ maxLength: 40 }),
    leaderUrl: fc.webUrl(),
    configOffset: offset,
    assigned: work,
    revoked: version === 0 ? fc.constant([] as AssignedWork[]) : work,
    delayMs: version === 0 ? fc.constant(0) : fc.nat(),
  })

describe('group protocol of Connect workers', () => {
  it('reads the metadata that a Java worker sends on its first join', () => {
    const bytes = Buffer.from(
      '00020016687474703a2f2f3132372e302e302e313a383038332f0000000000000066ffffffff',
      'hex',
    )
    const metadata = decodeMetadata(bytes)
    expect(metadata).toEqual({
      version: 2,
      url: 'http://127.0.0.1:8083/',
      configOffset: 102n,
      allocation: null,
    })
    expect(encodeMetadata(metadata).equals(bytes)).toBe(true)
  })

  it('reads the assignment that a Java leader sends', () => {
    const leader = 'connect-127.0.0.1:8083-6f9619ff-8b86-d011-b42d-00'
    const bytes = Buffer.concat([
      Buffer.from('00020000', 'hex'),
      Buffer.from([0, leader.length]),
      Buffer.from(leader),
      Buffer.from('0016', 'hex'),
      Buffer.from('http://127.0.0.1:8083/'),
      Buffer.from('0000000000000066', 'hex'),
      Buffer.from('000000020004736e6b3100000002ffffffff00000000', 'hex'),
      Buffer.from('00047372633100000002ffffffff00000000', 'hex'),
      Buffer.from('0000000000000000', 'hex'),
    ])
    const decoded = decodeAssignment(bytes)
    expect(decoded).toEqual({
      version: 2,
      error: 0,
      leader,
      leaderUrl: 'http://127.0.0.1:8083/',
      configOffset: 102n,
      assigned: [
        { connector: 'snk1', tasks: [-1, 0] },
        { connector: 'src1', tasks: [-1, 0] },
      ],
      revoked: [],
      delayMs: 0,
    })
    expect(encodeAssignment(decoded).equals(bytes)).toBe(true)
  })

  it.each([0, 1, 2] as const)('gives back what was written, version %i', version => {
    fc.assert(
      fc.property(assignment(version), value => {
        expect(decodeAssignment(encodeAssignment(value))).toEqual(value)
      }),
    )
    fc.assert(
      fc.property(fc.webUrl(), offset, fc.option(assignment(version)), (url, at, running) => {
        const value = {
          version,
          url,
          configOffset: at,
          allocation: version === 0 ? null : running,
        }
        expect(decodeMetadata(encodeMetadata(value))).toEqual(value)
      }),
    )
  })

  it('refuses nonsense instead of allocating for it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
        try {
          decodeAssignment(Buffer.from(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})
