import type { ColumnSchema, EngineValue, TableChange, TableSchema } from '../engine/api.ts'
import type { LoggedChange, LoggedChild } from '../engine/change-log.ts'
import { isVariable } from '../engine/data-type.ts'
import { tagText } from '../sql/system-column.ts'
import { wireTypeId } from '../ws/open-results.ts'

/** A meta message as `fetch_json_meta` shows it. */
export type MetaJson = Readonly<Record<string, unknown>>

/** Numbers of ALTER TABLE actions (TDengine's meta messages). */
const alterType = {
  'add-tag': 1,
  'drop-tag': 2,
  'rename-tag': 3,
  'set-tag': 4,
  'add-column': 5,
  'drop-column': 6,
  'modify-column': 7,
  'modify-tag': 8,
  options: 9,
  'rename-column': 10,
  'set-tags': 15,
} as const

/** Message types of the engine, which `fetch_raw_data` gives as the raw type of meta messages. */
export const metaRawType = {
  createSuper: 531,
  createTable: 515,
  alterSuper: 533,
  alterTable: 517,
  dropSuper: 535,
  dropTable: 519,
  delete: 579,
  batch: 5,
} as const

function lengthOf(column: ColumnSchema): Record<string, number> {
  const { type } = column
  return isVariable(type.name) ? { length: type.length } : {}
}

/** CREATE TABLE of a super or normal table. */
function createTable(table: TableSchema): MetaJson {
  return {
    type: 'create',
    tableType: table.kind,
    tableName: table.name,
    columns: table.columns.map(column => ({
      name: column.name,
      type: wireTypeId(column.type),
      ...lengthOf(column),
      isPrimarykey: column.isKey,
      encode: column.encode,
      compress: column.compress,
      level: column.level,
    })),
    tags: table.tags.map(tag => ({
      name: tag.name,
      type: wireTypeId(tag.type),
      ...lengthOf(tag),
    })),
  }
}

/** A tag's value as text: what is text is quoted. */
function quotedTag(tag: ColumnSchema, value: EngineValue): string {
  const text = tagText(tag.type, value) ?? ''
  switch (tag.type.name) {
    case 'VARCHAR':
    case 'NCHAR':
    case 'VARBINARY':
    case 'GEOMETRY':
      return `"${text}"`
    default:
      return text
  }
}

function tagValue(tag: ColumnSchema, value: EngineValue): string | number {
  if (isVariable(tag.type.name) || tag.type.name === 'JSON') return quotedTag(tag, value)
  return Number(value)
}

interface ChildJson extends MetaJson {
  readonly tableName: string
}

function childTable(table: TableSchema, child: LoggedChild): ChildJson {
  return {
    tableName: child.name,
    using: table.name,
    tagNum: table.tags.length,
    tags: table.tags.flatMap((tag, i) => {
      const value = child.tags?.[i] ?? null
      return value === null
        ? []
        : [{ name: tag.name, type: wireTypeId(tag.type), value: tagValue(tag, value) }]
    }),
  }
}

/** The message that tells of new child tables: the first at the top, all of them in `createList` when there are several. */
export function createChildren(
  children: readonly { readonly table: TableSchema; readonly child: LoggedChild }[],
): MetaJson {
  const list = children.map(({ table, child }) => childTable(table, child))
  return {
    type: 'create',
    tableType: 'child',
    ...list[0],
    createList: list.length > 1 ? list : [],
  }
}

function alterTable(table: TableSchema, change: TableChange): MetaJson {
  const head = { type: 'alter', tableType: table.kind, tableName: table.name }
  switch (change.change) {
    case 'add-column':
    case 'add-tag': {
      const added = [...table.columns, ...table.tags].find(
        column => column.name === change.column.name,
      )
      return {
        ...head,
        alterType: alterType[change.change],
        colName: change.column.name,
        colType: wireTypeId(change.column.type),
        ...(added === undefined ? {} : columnLength(added)),
      }
    }
    case 'drop-column':
    case 'drop-tag':
      return { ...head, alterType: alterType[change.change], colName: change.name }
    case 'modify-column':
    case 'modify-tag':
      return {
        ...head,
        alterType: alterType[change.change],
        colName: change.name,
        colType: wireTypeId(change.type),
        colLength: change.type.length,
      }
    case 'rename-column':
    case 'rename-tag':
      return {
        ...head,
        alterType: alterType[change.change],
        colName: change.name,
        colNewName: change.newName,
      }
    case 'comment':
    case 'ttl':
      return { ...head, alterType: alterType.options }
  }
}

function columnLength(column: ColumnSchema): Record<string, number> {
  const { length } = lengthOf(column)
  return length === undefined ? {} : { colLength: length }
}

function setTags(change: Extract<LoggedChange, { readonly kind: 'set-tags' }>): MetaJson {
  const { table, child, values } = change
  const tags = [...values].flatMap(([id, value]) => {
    const tag = table.tags.find(candidate => candidate.id === id)
    if (tag === undefined) return []
    return [
      {
        colName: tag.name,
        ...(value === null ? {} : { colValue: quotedTag(tag, value) }),
        colValueNull: value === null,
      },
    ]
  })
  const head = { type: 'alter', tableType: 'child', tableName: child }
  return tags.length === 1
    ? { ...head, alterType: alterType['set-tag'], ...tags[0] }
    : { ...head, alterType: alterType['set-tags'], tags }
}

/** A meta message: what it says, its raw type, and the tables it is about. */
export interface MetaEvent {
  readonly json: MetaJson
  readonly rawType: number
}

/** The meta message of a change; undefined for rows. */
export function metaOf(change: LoggedChange): MetaEvent | undefined {
  switch (change.kind) {
    case 'rows':
      return undefined
    case 'create-table': {
      const { createSuper, createTable: create } = metaRawType
      return {
        json: createTable(change.table),
        rawType: change.table.kind === 'super' ? createSuper : create,
      }
    }
    case 'create-children': {
      const { table, children } = change
      return {
        json: createChildren(children.map(child => ({ table, child }))),
        rawType: metaRawType.createTable,
      }
    }
    case 'alter-table':
      return {
        json: alterTable(change.after, change.change),
        rawType: change.after.kind === 'super' ? metaRawType.alterSuper : metaRawType.alterTable,
      }
    case 'set-tags':
      return { json: setTags(change), rawType: metaRawType.alterTable }
    case 'alter-child':
      return {
        json: {
          type: 'alter',
          tableType: 'normal',
          tableName: change.child,
          alterType: alterType.options,
        },
        rawType: metaRawType.alterTable,
      }
    case 'drop-table':
      return change.table.kind === 'super'
        ? {
            json: { type: 'drop', tableType: 'super', tableName: change.table.name },
            rawType: metaRawType.dropSuper,
          }
        : {
            json: { type: 'drop', tableNameList: [change.table.name] },
            rawType: metaRawType.dropTable,
          }
    case 'drop-children':
      return {
        json: { type: 'drop', tableNameList: change.names },
        rawType: metaRawType.dropTable,
      }
    case 'delete': {
      const name = change.child ?? change.table.name
      const time = change.table.columns[0]?.name ?? 'ts'
      return {
        json: {
          type: 'delete',
          sql: `delete from \`${name}\` where \`${time}\` >= ${change.from} and \`${time}\` <= ${change.to}`,
        },
        rawType: metaRawType.delete,
      }
    }
  }
}

/** The table that a change is about: a super table also for its child tables. */
export function tableOf(change: Exclude<LoggedChange, { readonly kind: 'rows' }>): TableSchema {
  return change.kind === 'alter-table' ? change.after : change.table
}
