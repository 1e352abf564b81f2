import type { Duration, Privilege } from '../sql/ast.ts'
import type { ColumnType } from './column-type.ts'

/** Privileges by user name. */
export type Grants = Readonly<Record<string, readonly Privilege[]>>

/** A database; a new object after every change. */
export interface Database {
  readonly id: number
  readonly name: string
  /** A time-series database holds only time-series tables, a relational one none of them. */
  readonly timeSeries: boolean
  readonly retentions?: StoredDuration
  readonly partitionInterval?: StoredDuration
  readonly comment?: string
  readonly grants: Grants
}

/** A duration that survives JSON. */
export interface StoredDuration {
  readonly count: string
  readonly unit: Duration['unit']
}

/** A column or tag of a time-series table. */
export interface Column {
  /** Unique within the table and never used again; `ordinal_position` of information_schema. */
  readonly id: number
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** SQL text of the default, e.g. `1.5` or `now()`. */
  readonly default?: string
  readonly comment?: string
  readonly role: 'time' | 'column' | 'primaryTag' | 'tag'
}

/** A time-series table; a new object after every change. */
export interface Table {
  readonly id: number
  readonly databaseId: number
  readonly name: string
  readonly sparse: boolean
  /** Data columns in order of definition, the time column first, then tags in order of definition. */
  readonly columns: readonly Column[]
  /** Names of the primary tags, in the order of PRIMARY TAGS (…). */
  readonly primaryTags: readonly string[]
  readonly nextColumnId: number
  readonly retentions?: StoredDuration
  readonly comment?: string
  readonly hash?: number
  readonly grants: Grants
}

/** A user or role. */
export interface User {
  readonly name: string
  readonly login: boolean
  readonly admin: boolean
  /** Salted hash; absent when the user has no password. */
  readonly passwordHash?: string
  /** ISO 8601, UTC. */
  readonly validUntil?: string
}

/** One step in the life of the catalog, as plain JSON: what a journal keeps and `apply` replays. */
export type CatalogChange =
  | { readonly kind: 'putDatabase'; readonly database: Database }
  /** Its tables go with it. */
  | { readonly kind: 'dropDatabase'; readonly databaseId: number }
  | { readonly kind: 'putTable'; readonly table: Table }
  | { readonly kind: 'dropTable'; readonly tableId: number }
  | { readonly kind: 'putUser'; readonly user: User }
  | { readonly kind: 'dropUser'; readonly name: string }
  | { readonly kind: 'setClusterSetting'; readonly name: string; readonly value: string | null }
