import type { ColumnType } from './column-type.ts'

/** A data column of a time-series table. The first one is the time of the row. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
}

/** A tag of a time-series table. Primary tags together name a series and are never null. */
export interface Tag extends Column {
  readonly primary: boolean
}

/** A time-series table: its data columns and its tags, each in the order of the table. */
export interface TableShape {
  readonly name: string
  readonly columns: readonly Column[]
  readonly tags: readonly Tag[]
}
