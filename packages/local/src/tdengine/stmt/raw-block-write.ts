import { decodeTmqBody, type RawBlock, type TmqBlock, tmqRawType } from '@tidewire/tdengine/wire'
import type { ChildRef, ColumnSchema, TableBatch, TableSchema } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError, unsupported } from '../engine/error-code.ts'
import type { Session } from '../sql/session.ts'
import { wireTypeId } from '../ws/open-results.ts'
import { adapterError } from '../ws/socket.ts'
import { bytesOf } from './field.ts'
import { openBlock, readRawColumns } from './raw-columns.ts'
import { readBoundName } from './table-name.ts'

/** Bytes before the table's name: the head, i32 rows, u16 length of the name. */
const nameAt = 30
/** Size of the C struct that describes a field: 65 bytes of name, type, two bytes of padding, i32 bytes. */
const fieldSize = 72
const fieldNameSize = 65

/**
 * Writes the rows of a raw block into a table that exists (binary actions `write_raw_block` and, with the columns
 * named behind the block, `write_raw_block_with_fields`).
 */
export async function writeRawBlock(
  engine: DuckEngine,
  session: Session,
  frame: Buffer,
  withFields: boolean,
): Promise<void> {
  if (frame.length < nameAt) throw adapterError('message length is too short')
  const rows = frame.readInt32LE(24)
  const blockAt = nameAt + frame.readUInt16LE(28)
  if (blockAt > frame.length) throw adapterError('message length is too short')
  const target = findTarget(engine, session, frame.toString('utf8', nameAt, blockAt))
  const bytes = frame.subarray(blockAt)
  const block = openBlock(bytes)
  const { table } = target
  const columns = withFields ? columnsOf(table, fieldNames(bytes, block)) : allColumns(table, block)
  const batch = batchOf(target, block, columns, Math.min(Math.max(rows, 0), block.rows))
  await engine.write(table.database, [batch])
}

/**
 * Writes the rows of a subscription message into tables that exist (binary action `write_raw`; what `fetch_raw_data`
 * of `/rest/tmq` gives). Messages with meta data are not known here.
 */
export async function writeRawMessage(
  engine: DuckEngine,
  session: Session,
  frame: Buffer,
): Promise<void> {
  if (frame.length < nameAt) throw adapterError('message length is too short')
  const length = frame.readUInt32LE(24)
  const type = frame.readUInt16LE(28)
  if (nameAt + length > frame.length) throw adapterError('message length is too short')
  if (type !== tmqRawType.data) throw unsupported(`write_raw of a message of type ${type}`)
  const batches = new Map<string, TableBatch[]>()
  for (const { tableName, columns, block } of messageBlocks(
    frame.subarray(nameAt, nameAt + length),
  )) {
    if (tableName === null || columns === null) throw engineError('INVALID_PARA')
    const target = findTarget(engine, session, tableName)
    const named = columnsOf(
      target.table,
      columns.map(({ name }) => name),
    )
    const list = batches.get(target.table.database) ?? []
    list.push(batchOf(target, block, named, block.rows))
    batches.set(target.table.database, list)
  }
  for (const [database, list] of batches) await engine.write(database, list)
}

function messageBlocks(body: Buffer): readonly TmqBlock[] {
  try {
    return decodeTmqBody(body)
  } catch {
    throw engineError('INVALID_PARA')
  }
}

interface Target {
  readonly table: TableSchema
  readonly child: ChildRef | undefined
}

function findTarget(engine: DuckEngine, session: Session, text: string): Target {
  if (session.database === undefined) throw engineError('DB_NOT_SPECIFIED')
  const { database, table: name } = readBoundName(text.replace(/\0+$/, ''), session.database)
  const table = engine.table(database, name)
  if (table?.kind === 'normal') return { table, child: undefined }
  const record = engine.child(database, name)
  if (record === undefined) throw engineError('TABLE_NOT_EXIST')
  return { table: record.table, child: { name, tags: [] } }
}

function allColumns(table: TableSchema, block: RawBlock): readonly ColumnSchema[] {
  if (table.columns.length !== block.columns.length) throw engineError('INVALID_PARA')
  return table.columns
}

/** The columns of these names; undefined for what the table does not have, which is left out. */
function columnsOf(
  table: TableSchema,
  names: readonly string[],
): readonly (ColumnSchema | undefined)[] {
  return names.map(name => table.columns.find(column => column.name === name))
}

function fieldNames(bytes: Buffer, block: RawBlock): readonly string[] {
  return block.columns.map((_, i) => {
    const start = block.length + i * fieldSize
    if (start + fieldSize > bytes.length) throw engineError('INVALID_PARA')
    const end = bytes.indexOf(0, start)
    return bytes.toString('utf8', start, Math.min(end, start + fieldNameSize))
  })
}

function batchOf(
  { table, child }: Target,
  block: RawBlock,
  columns: readonly (ColumnSchema | undefined)[],
  rows: number,
): TableBatch {
  for (const [i, column] of columns.entries()) {
    if (column !== undefined) checkType(column, block, i)
  }
  const values = readRawColumns(
    block.bytes.subarray(0, block.length),
    columns.map((column, i) => column ?? stand(table, block, i)),
  )
  const at = columns.indexOf(table.columns[0])
  const times = values[at]?.slice(0, rows)
  if (times === undefined) throw engineError('INVALID_PARA')
  if (times.includes(null)) throw engineError('PRIMARY_KEY_IS_NULL')
  return {
    table,
    children: child === undefined ? [] : [child],
    rows,
    timestamps: BigInt64Array.from(times as bigint[]),
    columns: columns.flatMap((column, i) =>
      column === undefined || i === at ? [] : [{ columnId: column.id, values: values[i] ?? [] }],
    ),
  }
}

function checkType(column: ColumnSchema, block: RawBlock, index: number): void {
  const { type, bytes } = block.column(index)
  const isSame = type.id === wireTypeId(column.type)
  // A BLOB says nothing of its size, and DECIMAL has its digits there.
  const fits = type.width > 0 || type.name === 'BLOB' || bytes <= bytesOf(column.type)
  if (!isSame || !fits) throw engineError('INVALID_PARA')
}

/** Stands for a column that the table does not have; its values are read and left. */
function stand(table: TableSchema, block: RawBlock, index: number): ColumnSchema {
  const [first] = table.columns
  const { type, precision, scale } = block.column(index)
  if (first === undefined || type.name === 'NULL') throw engineError('INVALID_PARA')
  return { ...first, type: { name: type.name, length: 0, precision, scale } }
}
