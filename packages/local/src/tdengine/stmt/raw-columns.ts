import { dataTypeOf, RawBlock, type TDengineValue } from '@tidewire/tdengine/wire'
import { type ColumnSchema, EngineError, type EngineValue, type TypeName } from '../engine/api.ts'
import { wireTypeId } from '../ws/open-results.ts'
import { adapterError } from '../ws/socket.ts'

const headerLength = 28

/** Rows and columns that the head of a raw block names; the whole block may still be broken. */
export function blockSize(bytes: Buffer): { readonly rows: number; readonly columns: number } {
  if (bytes.length < headerLength) return { rows: 0, columns: 0 }
  return { rows: bytes.readInt32LE(8), columns: bytes.readInt32LE(12) }
}

/** The columns of a raw block as values; the types of the table decide how they are read, not those of the block. */
export function readRawColumns(bytes: Buffer, columns: readonly ColumnSchema[]): EngineValue[][] {
  const block = Buffer.from(bytes)
  if (block.length < headerLength + 9 * columns.length)
    throw adapterError('message length is too short')
  for (const [i, { type }] of columns.entries())
    block.writeInt8(wireTypeId(type), headerLength + 5 * i)
  const raw = openBlock(block)
  return columns.map(({ type }, i) => rawValues(raw, i, type.name))
}

/** The columns of a raw block with the types that it names itself. */
export function readOwnColumns(
  bytes: Buffer,
): readonly { readonly type: TypeName; readonly values: EngineValue[] }[] {
  const raw = openBlock(bytes)
  return raw.columns.map(({ type }, i) => {
    const name = (dataTypeOf(type.id)?.name ?? 'VARCHAR') as TypeName
    return { type: name, values: rawValues(raw, i, name) }
  })
}

/** Reads the head of a block; what does not fit is the sender's error. */
export function openBlock(bytes: Buffer): RawBlock {
  return checked(() => new RawBlock(bytes))
}

function checked<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof EngineError) throw cause
    throw adapterError(cause instanceof Error ? cause.message : 'invalid raw block')
  }
}

function rawValues(raw: RawBlock, column: number, name: TypeName): EngineValue[] {
  return checked(() =>
    Array.from({ length: raw.rows }, (_, row) => engineValue(raw.value(row, column), name)),
  )
}

/** DECIMAL comes as text, the engine keeps the unscaled number. */
function engineValue(value: TDengineValue, name: TypeName): EngineValue {
  return name === 'DECIMAL' && typeof value === 'string' ? BigInt(value.replace('.', '')) : value
}
