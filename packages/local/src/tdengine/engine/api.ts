import type { TimeUnit } from '@tidewire/core'

/**
 * The engine of the TDengine development server: what SQL, prepared statements, schemaless writes and subscriptions
 * have in common. Lookups are synchronous (the catalog is in memory); whatever changes something is a promise that
 * resolves when the change is durable.
 */

/** TDengine's data types, as DESCRIBE prints them, with the ids of the wire protocol. */
export const typeIds = {
  BOOL: 1,
  TINYINT: 2,
  SMALLINT: 3,
  INT: 4,
  BIGINT: 5,
  FLOAT: 6,
  DOUBLE: 7,
  VARCHAR: 8,
  TIMESTAMP: 9,
  NCHAR: 10,
  'TINYINT UNSIGNED': 11,
  'SMALLINT UNSIGNED': 12,
  'INT UNSIGNED': 13,
  'BIGINT UNSIGNED': 14,
  JSON: 15,
  VARBINARY: 16,
  DECIMAL: 17,
  BLOB: 18,
  GEOMETRY: 20,
} as const

/** Name of a data type. DECIMAL covers DECIMAL64 (p <= 18) and DECIMAL (p 19-38). */
export type TypeName = keyof typeof typeIds

/** A data type with its length and scale. */
export interface DataType {
  readonly name: TypeName
  /** User length: bytes of VARCHAR, VARBINARY and GEOMETRY, characters of NCHAR, width of fixed types, 4095 for JSON. */
  readonly length: number
  /** Precision and scale of DECIMAL; 0 otherwise. */
  readonly precision: number
  readonly scale: number
}

/**
 * A value as the engine keeps it. BOOL is boolean; integers up to 32 bits, FLOAT and DOUBLE are number; BIGINT,
 * BIGINT UNSIGNED and TIMESTAMP (in the database's unit) are bigint; DECIMAL is the unscaled bigint; VARCHAR, NCHAR and
 * JSON are text; VARBINARY, BLOB and GEOMETRY (little-endian WKB) are bytes.
 */
export type EngineValue = null | boolean | number | bigint | string | Uint8Array

/** A column or a tag. `id` is stable for the life of the table; columns and tags share one number range from 1. */
export interface ColumnSchema {
  readonly id: number
  readonly name: string
  readonly type: DataType
  readonly isTag: boolean
  /** True for a second primary key column. */
  readonly isKey: boolean
  readonly encode: string
  readonly compress: string
  readonly level: string
}

/** A child table of a super table. `id` is its number inside the engine. */
export interface ChildTable {
  readonly id: number
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** Days; 0 for ever. */
  readonly ttl: number
  readonly comment: string | null
  /** Vgroup number. */
  readonly vgroup: number
}

/** A super table or a normal table. Immutable: an ALTER makes a new object, so look it up again after one. */
export interface TableSchema {
  readonly id: number
  readonly database: string
  readonly name: string
  readonly kind: 'super' | 'normal'
  /** Columns in order; the first is the timestamp. */
  readonly columns: readonly ColumnSchema[]
  /** Tags in order; empty for a normal table. */
  readonly tags: readonly ColumnSchema[]
  readonly version: number
  readonly tagVersion: number
  readonly comment: string | null
  readonly ttl: number
  readonly createdAt: number
  readonly uid: bigint
  readonly vgroup: number
}

/** A database with the options that matter here. */
export interface Database {
  readonly name: string
  readonly unit: Extract<TimeUnit, 'ms' | 'us' | 'ns'>
  /** 0 ms, 1 us, 2 ns. */
  readonly precision: 0 | 1 | 2
  /** KEEP, the age in minutes from which a row is refused. */
  readonly keepMinutes: number
  readonly vgroups: number
  readonly cacheModel: 'none' | 'last_row' | 'last_value' | 'both'
  readonly schemaless: boolean
  readonly createdAt: number
  /** Every option as SHOW CREATE DATABASE prints it. */
  readonly options: ReadonlyMap<string, string>
}

/** A column of a definition; encoding defaults follow the type. */
export interface ColumnDefinition {
  readonly name: string
  readonly type: DataType
  readonly isKey?: boolean
  readonly encode?: string
  readonly compress?: string
  readonly level?: string
}

/** A super table to create; without tags a normal table. */
export interface TableDefinition {
  readonly database: string
  readonly name: string
  readonly columns: readonly ColumnDefinition[]
  readonly tags?: readonly ColumnDefinition[]
  readonly comment?: string | null
  readonly ttl?: number
}

/** A schema change of a super or normal table (the tag forms: super tables only). */
export type TableChange =
  | { readonly change: 'add-column'; readonly column: ColumnDefinition }
  | { readonly change: 'drop-column'; readonly name: string }
  /** Lengthens a column of variable length. */
  | { readonly change: 'modify-column'; readonly name: string; readonly type: DataType }
  | { readonly change: 'rename-column'; readonly name: string; readonly newName: string }
  | { readonly change: 'add-tag'; readonly column: ColumnDefinition }
  | { readonly change: 'drop-tag'; readonly name: string }
  | { readonly change: 'modify-tag'; readonly name: string; readonly type: DataType }
  | { readonly change: 'rename-tag'; readonly name: string; readonly newName: string }
  | { readonly change: 'comment'; readonly comment: string }
  | { readonly change: 'ttl'; readonly ttl: number }

/** What a cell of a batch holds: a value, NULL, or nothing (the stored value stays as it was). */
export const cellState = { value: 0, null: 1, unset: 2 } as const

/** The values of one column of a batch, in engine form; typed arrays are the fast path. */
export type ColumnValues =
  | readonly (EngineValue | undefined)[]
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/**
 * One column of a batch. A row is `states[row]` (see {@link cellState}); without states every row has a value, except
 * that in a plain array `null` is NULL and `undefined` is unset. The values may be longer than the batch.
 */
export interface ColumnBatch {
  /** `ColumnSchema.id`. */
  readonly columnId: number
  readonly values: ColumnValues
  readonly states?: Uint8Array
}

/** A child table that a batch writes to; made by the write when it does not exist. */
export interface ChildRef {
  readonly name: string
  /** Tag values in the order of the super table's tags; used only when the child table is made. */
  readonly tags: readonly EngineValue[]
  /** Days, 0 for ever; used only when the child table is made. */
  readonly ttl?: number
  readonly comment?: string | null
  /** Ids of tags that were named by the writer; all when absent (SHOW CREATE TABLE and subscriptions tell). */
  readonly namedTags?: readonly number[]
}

/** Rows of one super table or one normal table, as columns. Columns that are not listed are unset in every row. */
export interface TableBatch {
  /** From {@link Engine.table}; a batch with an outdated schema is refused with 0x061B. */
  readonly table: TableSchema
  /** The distinct child tables; empty for a normal table. */
  readonly children: readonly ChildRef[]
  /** Per row the index into `children`; absent for a normal table, or when there is one child table only. */
  readonly childOf?: Uint32Array | Int32Array
  readonly rows: number
  /** Timestamps in the database's unit. */
  readonly timestamps: BigInt64Array
  readonly columns: readonly ColumnBatch[]
}

/** The engine as a writer sees it. Every method that fails throws {@link EngineError}. */
export interface Engine {
  /** The database of that name (names are case-sensitive here; SQL folds them). */
  database(name: string): Database | undefined
  /** All databases in the order they were made. */
  databases(): readonly Database[]
  /** The super table or normal table of that name; `undefined` also for a child table. */
  table(database: string, name: string): TableSchema | undefined
  /** All super and normal tables of a database. */
  tables(database: string): readonly TableSchema[]
  /** A child table by its name, with its super table. */
  child(database: string, name: string): ChildRecord | undefined
  /** Makes a database; 0x0381 (897) when it exists. */
  createDatabase(name: string, options?: ReadonlyMap<string, string>): Promise<Database>
  /** Makes a super table or normal table; 0x0603 / 0x03B3 when the name is taken. */
  createTable(definition: TableDefinition): Promise<TableSchema>
  /** Changes a table's schema and returns the new one. Changes are durable one by one, not with a later batch. */
  alterTable(table: TableSchema, change: TableChange): Promise<TableSchema>
  /**
   * Writes batches as one atomic change: all rows and new child tables, or none. A row with a (table, timestamp) that
   * is stored is merged into it column by column; within the batch a later row wins in the same way. Refuses
   * timestamps outside KEEP with 0x060B. Values must already fit their columns. Concurrent writes share a commit.
   * Resolves with the number of rows accepted, overwrites included.
   */
  write(database: string, batches: readonly TableBatch[]): Promise<number>
}

/** A child table with the super table it belongs to. */
export interface ChildRecord {
  readonly table: TableSchema
  readonly child: ChildTable
}

/** A schemaless write, whichever way it came in. */
export interface SchemalessRequest {
  /** Selected database; `undefined` when none is selected (0x2616). */
  readonly database: string | undefined
  /** 1 line protocol, 2 OpenTSDB telnet, 3 OpenTSDB JSON; other numbers are refused with 0x3000. */
  readonly protocol: number
  /** As the client sent it: `h m s ms u μ ns`; anything else counts as not given. */
  readonly precision: string
  /** Days; 0 for ever. */
  readonly ttl: number
  /** Name of the tag that holds the child table's name; `''` for none. */
  readonly tableNameKey: string
  readonly data: string | Uint8Array
}

/** What a schemaless write answers. */
export interface SchemalessResult {
  readonly affectedRows: number
  readonly totalRows: number
}

/** Writes line protocol, OpenTSDB telnet and OpenTSDB JSON; throws {@link EngineError} with the server's code and text. */
export interface SchemalessWriter {
  write(request: SchemalessRequest): Promise<SchemalessResult>
}

/** An error that the real engine would answer: its code and its text, word for word. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  /** Low 16 bits of TDengine's error code, e.g. 0x2603. */
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
