import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SqlError } from '../sql/sql-error.ts'
import { clientMessage } from './client-message.ts'
import { send } from './raw-client.test.kit.ts'

/** The message that a client sends, as the server reads it. */
function read(bytes: Buffer) {
  return clientMessage({ type: bytes.readUInt8(0), body: bytes.subarray(5) })
}

describe('messages of a client', () => {
  it('are read as they were meant', () => {
    const text = fc.string().filter(value => !value.includes('\0') && value.isWellFormed())
    const oids = fc.array(fc.nat({ max: 0xffffffff }), { maxLength: 5 })
    const values = fc.array(fc.option(fc.uint8Array({ maxLength: 9 })), { maxLength: 5 })
    fc.assert(
      fc.property(text, text, text, oids, values, (sql, statement, portal, types, bytes) => {
        expect(read(send.query(sql))).toEqual({ kind: 'query', text: sql })
        expect(read(send.parse(sql, statement, types))).toEqual({
          kind: 'parse',
          statement,
          text: sql,
          parameterOids: types,
        })
        const buffers = bytes.map(value => (value === null ? null : Buffer.from(value)))
        expect(read(send.bind(buffers, { portal, statement, formats: [1] }))).toEqual({
          kind: 'bind',
          portal,
          statement,
          parameterFormats: [1],
          values: buffers,
          resultFormats: [],
        })
        expect(read(send.execute(7, portal))).toEqual({ kind: 'execute', portal, maxRows: 7 })
      }),
    )
  })

  it('that are damaged are refused with an SQLSTATE, whatever their bytes', () => {
    const type = fc.constantFrom(...'QPBDECSHXpFcdf~').map(letter => letter.charCodeAt(0))
    fc.assert(
      fc.property(type, fc.uint8Array({ maxLength: 60 }), (code, bytes) => {
        try {
          clientMessage({ type: code, body: Buffer.from(bytes) })
        } catch (error) {
          expect(error).toBeInstanceOf(SqlError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
