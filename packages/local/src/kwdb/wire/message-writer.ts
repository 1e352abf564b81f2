import type { Field, TextValue } from '../api.ts'

/** How a value of a column is sent in its binary format. */
export type BinaryEncoder = (text: string | Uint8Array) => Uint8Array

/** What an error or a notice consists of (fields of ErrorResponse and NoticeResponse). */
export interface Report {
  readonly severity: string
  readonly sqlState: string
  readonly message: string
  readonly detail?: string | undefined
  readonly hint?: string | undefined
  readonly position?: number | undefined
}

/** Answers to a request for a login (Authentication…). */
const authentication = { ok: 0, cleartextPassword: 3 } as const

/** Bytes that a UTF-16 unit takes at most in UTF-8. */
const mostBytes = 3
const initialSize = 8 * 1024

/** Collects messages to the client as bytes. PostgreSQL protocol 3.0, backend messages. */
export class MessageWriter {
  #bytes = Buffer.allocUnsafe(initialSize)
  #length = 0
  #start = 0

  /** Bytes that wait. */
  get length(): number {
    return this.#length
  }

  /** Hands over what has been written; the writer is empty then. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length)
    // What is handed over may wait in a socket; it is never written to again.
    this.#bytes = Buffer.allocUnsafe(Math.max(initialSize, Math.min(this.#length, 1 << 17)))
    this.#length = 0
    return taken
  }

  #room(count: number): void {
    const wanted = this.#length + count
    if (wanted <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }

  #begin(type: string): void {
    this.#room(5)
    this.#bytes[this.#length] = type.charCodeAt(0)
    this.#start = this.#length + 1
    this.#length += 5
  }

  #end(): void {
    this.#bytes.writeInt32BE(this.#length - this.#start, this.#start)
  }

  #byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#length] = value
    this.#length += 1
  }

  #int16(value: number): void {
    this.#room(2)
    this.#length = this.#bytes.writeUInt16BE(value & 0xffff, this.#length)
  }

  #int32(value: number): void {
    this.#room(4)
    this.#length = this.#bytes.writeInt32BE(value | 0, this.#length)
  }

  #text(value: string): void {
    this.#room(value.length * mostBytes)
    this.#length += this.#bytes.write(value, this.#length, 'utf8')
  }

  /** A text and its NUL byte; what stands behind a NUL byte in it could not be told from the next field. */
  #string(value: string): void {
    this.#text(value.replaceAll('\0', ' '))
    this.#byte(0)
  }

  #raw(value: Uint8Array): void {
    this.#room(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  #bare(type: string): void {
    this.#begin(type)
    this.#end()
  }

  authenticationOk(): void {
    this.#begin('R')
    this.#int32(authentication.ok)
    this.#end()
  }

  cleartextPassword(): void {
    this.#begin('R')
    this.#int32(authentication.cleartextPassword)
    this.#end()
  }

  parameterStatus(name: string, value: string): void {
    this.#begin('S')
    this.#string(name)
    this.#string(value)
    this.#end()
  }

  backendKeyData(processId: number, secret: number): void {
    this.#begin('K')
    this.#int32(processId)
    this.#int32(secret)
    this.#end()
  }

  readyForQuery(status: 'I' | 'T' | 'E'): void {
    this.#begin('Z')
    this.#byte(status.charCodeAt(0))
    this.#end()
  }

  /** `formats` has one entry a field. */
  rowDescription(fields: readonly Field[], formats: readonly number[]): void {
    this.#begin('T')
    this.#int16(fields.length)
    for (const [i, field] of fields.entries()) {
      this.#string(field.name)
      // Table and column that it comes from: KWDB does not tell.
      this.#int32(0)
      this.#int16(0)
      this.#int32(field.oid)
      this.#int16(field.size)
      this.#int32(field.modifier)
      this.#int16(formats[i] ?? 0)
    }
    this.#end()
  }

  /** `encoders` has one entry a column: null where the text is sent as it is. */
  dataRow(row: readonly TextValue[], encoders: readonly (BinaryEncoder | null)[]): void {
    const before = this.#length
    this.#begin('D')
    this.#int16(row.length)
    try {
      for (let i = 0; i < row.length; i += 1) this.#value(row[i] ?? null, encoders[i] ?? null)
    } catch (error) {
      // Half a message must not be in front of the error that the client is told.
      this.#length = before
      throw error
    }
    this.#end()
  }

  #value(value: TextValue, encode: BinaryEncoder | null): void {
    if (value === null) {
      this.#int32(-1)
      return
    }
    this.#int32(0)
    const start = this.#length
    if (encode !== null) this.#raw(encode(value))
    else if (typeof value === 'string') this.#text(value)
    else this.#raw(value)
    this.#bytes.writeInt32BE(this.#length - start, start - 4)
  }

  commandComplete(tag: string): void {
    this.#begin('C')
    this.#string(tag)
    this.#end()
  }

  emptyQueryResponse(): void {
    this.#bare('I')
  }

  parseComplete(): void {
    this.#bare('1')
  }

  bindComplete(): void {
    this.#bare('2')
  }

  closeComplete(): void {
    this.#bare('3')
  }

  noData(): void {
    this.#bare('n')
  }

  portalSuspended(): void {
    this.#bare('s')
  }

  parameterDescription(oids: readonly number[]): void {
    this.#begin('t')
    this.#int16(oids.length)
    for (const oid of oids) this.#int32(oid)
    this.#end()
  }

  errorResponse(report: Report): void {
    this.#report('E', report)
  }

  noticeResponse(report: Report): void {
    this.#report('N', report)
  }

  #report(type: string, report: Report): void {
    this.#begin(type)
    const fields = [
      ['S', report.severity],
      ['C', report.sqlState],
      ['D', report.detail],
      ['H', report.hint],
      ['P', report.position === undefined ? undefined : String(report.position)],
      ['M', report.message],
    ] as const
    for (const [code, text] of fields) {
      if (text === undefined) continue
      this.#byte(code.charCodeAt(0))
      this.#string(text)
    }
    this.#byte(0)
    this.#end()
  }
}
