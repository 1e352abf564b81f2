import {
  columnNames,
  isVariableType,
  type ValueTypeId,
  type ValueTypeName,
  valueTypeName,
  valueTypes,
} from '@tidewire/formats'
import {
  type ColumnDefinition,
  type ColumnSchema,
  type DataType,
  EngineError,
  type TableChange,
  type TableDefinition,
  type TableSchema,
} from '../engine/api.ts'

/** A column or tag as the points of one super table have it. */
export interface WantedColumn {
  readonly name: string
  readonly type: ValueTypeId
  /** Length in bytes of the longest value; of no meaning for types of fixed width. */
  readonly maxLength: number
  /** How the server quotes the column in its error about types. */
  readonly quoted: () => string
}

/** What the points of one super table need. */
export interface WantedTable {
  readonly database: string
  readonly name: string
  readonly columns: readonly WantedColumn[]
  readonly tags: readonly WantedColumn[]
}

/** One step of making a super table fit: a change, or the error that ends it there. */
export type SchemaStep =
  | { readonly step: 'create'; readonly definition: TableDefinition }
  | { readonly step: 'alter'; readonly change: TableChange }
  | { readonly step: 'fail'; readonly error: EngineError }

const maxTagBytes = 16_384
const maxRowBytes = 65_531
const exactFrom = 1024
const maxColumns = 4096
const maxTags = 128
/** Name of the tag of super tables whose points have none (`smlTagName`). */
const nullTag = '_tag_null'

const widths: Readonly<Partial<Record<ValueTypeName, number>>> = {
  BOOL: 1,
  TINYINT: 1,
  SMALLINT: 2,
  INT: 4,
  BIGINT: 8,
  FLOAT: 4,
  DOUBLE: 8,
  'TINYINT UNSIGNED': 1,
  'SMALLINT UNSIGNED': 2,
  'INT UNSIGNED': 4,
  'BIGINT UNSIGNED': 8,
}

/**
 * The declared length for a longest value: the next power of two above it, the length itself from 1024 up, at most what
 * the type can have (TDengine schemaless writing). NCHAR is judged by its bytes in UTF-8 too.
 */
export function declaredLength(type: ValueTypeId, length: number, isTag: boolean): number {
  let result = 1
  if (length >= exactFrom) result = length
  else while (result <= length) result *= 2
  const bytes = isTag ? maxTagBytes - 2 : 65_517
  return Math.min(result, type === valueTypes.NCHAR ? Math.floor(bytes / 4) : bytes)
}

function dataType(column: WantedColumn, isTag: boolean): DataType {
  const name = valueTypeName(column.type)
  const length = isVariableType(column.type)
    ? declaredLength(column.type, column.maxLength, isTag)
    : (widths[name] ?? 8)
  return { name, length, precision: 0, scale: 0 }
}

function schemaBytes(type: DataType): number {
  if (type.name === 'NCHAR') return type.length * 4 + 2
  if (type.name === 'VARCHAR' || type.name === 'VARBINARY' || type.name === 'GEOMETRY') {
    return type.length + 2
  }
  return type.length
}

function fail(code: number, text: string): SchemaStep {
  return { step: 'fail', error: new EngineError(code, text) }
}

function tooLong(types: readonly DataType[], isTag: boolean): SchemaStep | undefined {
  const bytes = types.reduce((sum, type) => sum + schemaBytes(type), 0)
  if (bytes <= (isTag ? maxTagBytes : maxRowBytes)) return undefined
  return isTag
    ? fail(0x263d, 'Tags length exceeds max length')
    : fail(0x263e, 'Row length exceeds max length')
}

function definitionOf(column: WantedColumn, isTag: boolean): ColumnDefinition {
  return { name: column.name, type: dataType(column, isTag) }
}

function create(wanted: WantedTable): SchemaStep {
  const tags = wanted.tags.map(tag => definitionOf(tag, true))
  const timestamp: DataType = { name: 'TIMESTAMP', length: 8, precision: 0, scale: 0 }
  const columns = [
    { name: columnNames.time, type: timestamp },
    ...wanted.columns.map(column => definitionOf(column, false)),
  ]
  const failure =
    tooLong(
      tags.map(tag => tag.type),
      true,
    ) ??
    tooLong(
      columns.map(column => column.type),
      false,
    )
  if (failure !== undefined) return failure
  const nothing: DataType = { name: 'NCHAR', length: 1, precision: 0, scale: 0 }
  return {
    step: 'create',
    definition: {
      database: wanted.database,
      name: wanted.name,
      columns,
      tags: tags.length > 0 ? tags : [{ name: nullTag, type: nothing }],
    },
  }
}

/** Changes of the tags or of the columns; they are checked together before the first is made. */
function changes(
  existing: readonly ColumnSchema[],
  wanted: readonly WantedColumn[],
  isTag: boolean,
  others: number,
  requestId: number,
): SchemaStep[] {
  const steps: SchemaStep[] = []
  const types = new Map(existing.map(column => [column.name, column.type]))
  for (const column of wanted) {
    const stored = types.get(column.name)
    const name = valueTypeName(column.type)
    if (stored === undefined) {
      const definition = definitionOf(column, isTag)
      types.set(column.name, definition.type)
      steps.push({
        step: 'alter',
        change: isTag
          ? { change: 'add-tag', column: definition }
          : { change: 'add-column', column: definition },
      })
    } else if (stored.name !== name) {
      return [
        fail(
          0x3002,
          `SML:0x${requestId.toString(16)}, smlGenerateSchemaAction point type and db type mismatch, ` +
            `db type:${stored.name}, point type:${name}, key:${column.quoted()}`,
        ),
      ]
    } else if (isVariableType(column.type) && stored.length < column.maxLength) {
      const type = dataType(column, isTag)
      types.set(column.name, type)
      steps.push({
        step: 'alter',
        change: isTag
          ? { change: 'modify-tag', name: column.name, type }
          : { change: 'modify-column', name: column.name, type },
      })
    }
  }
  if (steps.length === 0) return steps
  const failure = tooLong([...types.values()], isTag)
  if (failure !== undefined) return [failure]
  if (types.size + others > maxColumns) return [fail(0x2640, 'Too many columns')]
  if (isTag && types.size > maxTags) return [fail(0x2643, 'Invalid number of tag columns')]
  return steps
}

/**
 * What has to be done so that a super table takes the points: pure, so that it can be tested without an engine. Tags are
 * changed before columns are looked at, so a refused column leaves the tag changes behind (TDengine schemaless writing).
 */
export function planSchema(
  wanted: WantedTable,
  existing: TableSchema | undefined,
  requestId: number,
): readonly SchemaStep[] {
  if (existing === undefined) return [create(wanted)]
  if (existing.kind === 'normal') return [fail(0x0603, 'Table already exists')]
  if (existing.columns.some(column => column.isKey)) {
    return [fail(0x3006, 'Can not insert data into table with primary key')]
  }
  const { columns, tags } = existing
  const tagSteps = changes(tags, wanted.tags, true, columns.length, requestId)
  if (tagSteps.some(step => step.step === 'fail')) return tagSteps
  const columnSteps = changes(columns, wanted.columns, false, tags.length, requestId)
  return [...tagSteps, ...columnSteps]
}

/** The text of an error as the server's message buffer cuts it. */
export function cutMessage(text: string): string {
  const bytes = Buffer.from(text)
  return bytes.length <= 511 ? text : bytes.toString('utf8', 0, 511)
}
