import { SqlText } from '../dialect/sql-text.ts'

const comma = 44
const open = 40
const close = 41
/** Type byte and length of the message (PostgreSQL protocol: Query). */
const messageHead = 5
const letterQ = 0x51
const initialBytes = 16 * 1024

/** What an INSERT is for: a table with the columns that are named. */
export interface InsertTarget {
  readonly table: string
  readonly columns: readonly string[]
  /** `INSERT INTO … (…) VALUES `. */
  readonly head: string
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

/**
 * One INSERT as a message of the simple protocol, built row by row in memory that is used again. Each row begins with
 * its time and its primary tags, which tell whether two rows are the same one.
 */
export class InsertStatement {
  readonly sql = new SqlText(initialBytes)
  target: InsertTarget = { table: '', columns: [], head: '' }
  rows = 0
  /** Ordinal of the record that each row comes from. */
  records = new Int32Array(256)
  /** Place of each row among all rows of the batch. */
  order = new Int32Array(256)
  /** Where each row begins; what follows the last row has its place too. */
  starts = new Int32Array(257)
  /** Where the time and the primary tags of each row end. */
  keyEnds = new Int32Array(256)
  #rowStart = 0

  /** Starts over. */
  begin(target: InsertTarget): void {
    this.target = target
    this.rows = 0
    this.sql.end = messageHead
    this.sql.utf8(target.head)
    this.starts[0] = this.sql.end
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.sql.end
  }

  /** Begins a row; its values follow, with a comma between them. */
  openRow(): SqlText {
    const { sql } = this
    this.#rowStart = sql.end
    if (this.rows > 0) sql.byte(comma)
    if (this.rows >= this.order.length) {
      this.records = grown(this.records)
      this.order = grown(this.order)
      this.keyEnds = grown(this.keyEnds)
      this.starts = grown(this.starts)
    }
    this.starts[this.rows] = sql.end
    sql.byte(open)
    return sql
  }

  /** Says that time and primary tags of the row are written. */
  endKey(): void {
    this.keyEnds[this.rows] = this.sql.end
  }

  closeRow(record: number, order: number): void {
    this.sql.byte(close)
    this.records[this.rows] = record
    this.order[this.rows] = order
    this.rows += 1
  }

  /** Gives up the row that is open. */
  dropRow(): void {
    this.sql.end = this.#rowStart
  }

  /** Takes out the rows at the end that belong to a record. */
  dropRecord(record: number): void {
    while (this.rows > 0 && this.records[this.rows - 1] === record) {
      this.rows -= 1
      const start = this.starts[this.rows] as number
      this.sql.end = this.rows > 0 ? start - 1 : start
    }
  }

  /** Takes out some rows; the others move together. */
  removeRows(rows: ReadonlySet<number>): void {
    const { bytes } = this.sql
    const before = this.rows
    let kept = 0
    let end = this.starts[0] as number
    for (let row = 0; row < before; row += 1) {
      if (rows.has(row)) continue
      const start = this.starts[row] as number
      const stop = row + 1 < before ? (this.starts[row + 1] as number) - 1 : this.sql.end
      if (kept > 0) bytes[end++] = comma
      bytes.copyWithin(end, start, stop)
      this.keyEnds[kept] = end + (this.keyEnds[row] as number) - start
      this.starts[kept] = end
      this.records[kept] = this.records[row] as number
      this.order[kept] = this.order[row] as number
      end += stop - start
      kept += 1
    }
    this.rows = kept
    this.sql.end = end
  }

  /** Where a row ends. */
  endOf(row: number): number {
    return row + 1 < this.rows ? (this.starts[row + 1] as number) - 1 : this.sql.end
  }

  /** The message with all rows; a view, valid until the next change. */
  message(): Buffer {
    this.sql.room(1)
    return finish(this.sql.bytes, this.sql.end)
  }

  /** A message with some of the rows, in memory of its own. */
  part(rows: readonly number[]): Buffer {
    const { bytes } = this.sql
    const first = this.starts[0] as number
    let length = first
    for (const row of rows) length += this.endOf(row) - (this.starts[row] as number) + 1
    const part = Buffer.allocUnsafe(length + 1)
    let end = bytes.copy(part, 0, 0, first)
    rows.forEach((row, i) => {
      if (i > 0) part[end++] = comma
      end += bytes.copy(part, end, this.starts[row], this.endOf(row))
    })
    return finish(part, end)
  }

  /** The statement's text. */
  text(): string {
    return this.sql.bytes.toString('utf8', messageHead, this.sql.end)
  }
}

function finish(bytes: Buffer, end: number): Buffer {
  bytes[0] = letterQ
  bytes.writeUInt32BE(end, 1)
  bytes[end] = 0
  return bytes.subarray(0, end + 1)
}
