import { wkbToWkt } from '@tidewire/formats'
import type { BlockView, ColumnView } from './block-view.ts'
import type { ByteOutput } from './byte-output.ts'
import { printHex, printJsonText, printUcs4 } from './text-print.ts'
import type { TimePrinter } from './time-print.ts'

const quote = 34

/** Room for a printed number. */
const numberRoom = 48

/**
 * Prints a value that is not NULL as JSON. Integers have all their digits; VARBINARY and BLOB are `"\\x0aff"`, GEOMETRY is
 * well-known text, DECIMAL and JSON are texts; a float that is no finite number is a text too.
 */
export function printJsonValue(
  out: ByteOutput,
  block: BlockView,
  column: ColumnView,
  row: number,
  time: TimePrinter,
): void {
  const { view, bytes } = block
  const at = column.dataStart + row * column.width
  out.reserve(numberRoom)
  switch (column.type) {
    case 'FLOAT':
      number(out, view.getFloat32(at, true), true)
      return
    case 'DOUBLE':
      number(out, view.getFloat64(at, true), false)
      return
    case 'INT':
      out.integer(view.getInt32(at, true))
      return
    case 'BIGINT':
      out.int64(view.getInt32(at + 4, true), view.getInt32(at, true))
      return
    case 'TIMESTAMP':
      time.print(out, view.getInt32(at + 4, true), view.getInt32(at, true))
      return
    case 'BOOL':
      out.ascii(bytes[at] === 0 ? 'false' : 'true')
      return
    case 'TINYINT':
      out.integer(view.getInt8(at))
      return
    case 'SMALLINT':
      out.integer(view.getInt16(at, true))
      return
    case 'TINYINT UNSIGNED':
      out.integer(view.getUint8(at))
      return
    case 'SMALLINT UNSIGNED':
      out.integer(view.getUint16(at, true))
      return
    case 'INT UNSIGNED':
      out.integer(view.getUint32(at, true))
      return
    case 'BIGINT UNSIGNED':
      out.uint64(view.getInt32(at + 4, true), view.getInt32(at, true))
      return
    case 'DECIMAL':
      out.text(`"${block.raw.value(row, column.index)}"`)
      return
    case 'JSON':
      out.text(JSON.stringify(String(block.raw.value(row, column.index))))
      return
    default:
      block.locate(column, row)
      printBytes(out, bytes, block.start, block.end, column.type)
  }
}

function number(out: ByteOutput, value: number, short: boolean): void {
  if (!Number.isFinite(value)) out.ascii(`"${value}"`)
  else if (short) out.float(value)
  else out.double(value)
}

function printBytes(
  out: ByteOutput,
  bytes: Buffer,
  start: number,
  end: number,
  type: ColumnView['type'],
): void {
  if (type === 'VARCHAR') {
    printJsonText(out, bytes, start, end)
  } else if (type === 'NCHAR') {
    printNchar(out, bytes, start, end)
  } else if (type === 'GEOMETRY') {
    const text = wkbToWkt(bytes.subarray(start, end))
    if (text === null) hexText(out, bytes, start, end)
    else out.text(JSON.stringify(text))
  } else hexText(out, bytes, start, end)
}

function hexText(out: ByteOutput, bytes: Buffer, start: number, end: number): void {
  out.ascii('"\\\\x')
  printHex(out, bytes, start, end)
  out.reserve(1)
  out.byte(quote)
}

function printNchar(out: ByteOutput, bytes: Buffer, start: number, end: number): void {
  const begin = out.length
  out.reserve(2 * (end - start) + 2)
  out.byte(quote)
  printUcs4(out, bytes, start, end, false)
  for (let i = begin + 1; i < out.length; i += 1) {
    const byte = out.bytes[i] as number
    if (byte >= 0x20 && byte !== quote && byte !== 92) continue
    const text = out.bytes.toString('utf8', begin + 1, out.length)
    out.length = begin
    out.text(JSON.stringify(text))
    return
  }
  out.reserve(1)
  out.byte(quote)
}
