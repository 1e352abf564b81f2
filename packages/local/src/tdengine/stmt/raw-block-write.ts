import type { RawBlock } from '@tidewire/tdengine/wire'
import type { ChildRef, ColumnSchema, TableSchema } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
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
  const { table, child } = findTarget(engine, session, frame.toString('utf8', nameAt, blockAt))
  const bytes = frame.subarray(blockAt)
  const block = openBlock(bytes)
  const columns = withFields ? namedColumns(table, bytes, block) : table.columns
  if (columns.length !== block.columns.length) throw engineError('INVALID_PARA')
  for (const [i, column] of columns.entries()) {
    if (column !== undefined) checkType(column, block, i)
  }
  const count = Math.min(Math.max(rows, 0), block.rows)
  const values = readRawColumns(
    bytes,
    columns.map((column, i) => column ?? stand(table, block, i)),
  )
  const at = columns.indexOf(table.columns[0] as ColumnSchema)
  const times = values[at]?.slice(0, count)
  if (times === undefined) throw engineError('INVALID_PARA')
  if (times.includes(null)) throw engineError('PRIMARY_KEY_IS_NULL')
  await engine.write(table.database, [
    {
      table,
      children: child === undefined ? [] : [child],
      rows: count,
      timestamps: BigInt64Array.from(times as bigint[]),
      columns: columns.flatMap((column, i) =>
        column === undefined || i === at ? [] : [{ columnId: column.id, values: values[i] ?? [] }],
      ),
    },
  ])
}

function findTarget(
  engine: DuckEngine,
  session: Session,
  text: string,
): { readonly table: TableSchema; readonly child: ChildRef | undefined } {
  if (session.database === undefined) throw engineError('DB_NOT_SPECIFIED')
  const { database, table: name } = readBoundName(text.replace(/\0+$/, ''), session.database)
  const table = engine.table(database, name)
  if (table?.kind === 'normal') return { table, child: undefined }
  const record = engine.child(database, name)
  if (record === undefined) throw engineError('TABLE_NOT_EXIST')
  return { table: record.table, child: { name, tags: [] } }
}

function namedColumns(
  table: TableSchema,
  bytes: Buffer,
  block: RawBlock,
): readonly (ColumnSchema | undefined)[] {
  return block.columns.map((_, i) => {
    const start = block.length + i * fieldSize
    if (start + fieldSize > bytes.length) throw engineError('INVALID_PARA')
    const end = bytes.indexOf(0, start)
    const name = bytes.toString('utf8', start, Math.min(end, start + fieldNameSize))
    return table.columns.find(column => column.name === name)
  })
}

function checkType(column: ColumnSchema, block: RawBlock, index: number): void {
  const { type, bytes } = block.column(index)
  const isSame = type.id === wireTypeId(column.type)
  const fits = type.width > 0 || bytes <= bytesOf(column.type)
  if (!isSame || !fits) throw engineError('INVALID_PARA')
}

/** Stands for a column that the table does not have; its values are read and left. */
function stand(table: TableSchema, block: RawBlock, index: number): ColumnSchema {
  const [first] = table.columns
  const { type } = block.column(index)
  if (first === undefined || type.name === 'NULL') throw engineError('INVALID_PARA')
  return { ...first, type: { name: type.name, length: 0, precision: 0, scale: 0 } }
}
