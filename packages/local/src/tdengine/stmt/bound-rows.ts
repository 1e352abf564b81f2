import type { BindBlock } from '@tidewire/tdengine/wire'
import type { ChildRef, ColumnBatch, TableBatch, TableSchema } from '../engine/api.ts'
import { EngineError } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineCode, engineError } from '../engine/error-code.ts'
import { joinColumn, joinTimestamps, repeatValue } from './bound-column.ts'
import { type InsertTemplate, isFixed } from './insert-template.ts'

/** A child table that rows are bound to. */
export interface BoundChild {
  readonly ref: ChildRef
  /** Whether the statement makes the table when it does not exist. */
  readonly creates: boolean
}

/** Rows of one table: one block per parameter of the template's columns, in their order. */
interface Piece {
  /** Index into the children of its group; -1 for a normal table. */
  readonly child: number
  readonly rows: number
  readonly blocks: readonly BindBlock[]
}

/** Rows of the tables that share a super table, or of one normal table. */
interface Group {
  readonly template: InsertTemplate
  readonly children: ChildRef[]
  /** Child tables that the rows do not make. */
  readonly mustExist: Set<string>
  readonly childIndex: Map<string, number>
  readonly pieces: Piece[]
}

/** Bytes that may be bound before they are written. */
const maxBytes = 256 * 1024 * 1024
/** Tries of a write whose table is changed by others at the same time. */
const maxTries = 16

/** Rows that have been bound and wait to be written. Blocks are views of the frames they came in. */
export class BoundRows {
  readonly #groups = new Map<number, Group>()
  #bytes = 0

  /**
   * Adds rows of one table; `child` is undefined for a normal table. A child table without tags must exist when the
   * rows are written.
   */
  add(
    template: InsertTemplate,
    child: BoundChild | undefined,
    rows: number,
    blocks: readonly BindBlock[],
  ): void {
    for (const { data, rows: states } of blocks) this.#bytes += data.length + states
    if (this.#bytes > maxBytes) throw engineError('OUT_OF_MEMORY')
    let group = this.#groups.get(template.table.id)
    if (group === undefined) {
      group = {
        template,
        children: [],
        mustExist: new Set(),
        childIndex: new Map(),
        pieces: [],
      }
      this.#groups.set(template.table.id, group)
    }
    let index = -1
    if (child !== undefined) {
      const { ref } = child
      index = group.childIndex.get(ref.name) ?? group.children.length
      if (index === group.children.length) {
        group.childIndex.set(ref.name, index)
        group.children.push(ref)
        if (!child.creates) group.mustExist.add(ref.name)
      }
    }
    group.pieces.push({ child: index, rows, blocks })
  }

  /** Writes everything; resolves with the number of rows. What has been written is forgotten, and so is what failed. */
  async write(engine: DuckEngine): Promise<number> {
    const groups = [...this.#groups.values()]
    this.clear()
    let rows = 0
    for (const { template, mustExist } of groups) {
      for (const name of mustExist) {
        const found = engine.child(template.table.database, name)
        if (found?.table.id !== template.table.id) throw engineError('TABLE_NOT_EXIST')
      }
    }
    for (const [database, members] of byDatabase(groups)) {
      const ready = members.map(join)
      for (let tries = 1; ; tries += 1) {
        try {
          rows += await engine.write(
            database,
            ready.map(batch => ({ ...batch, table: currentTable(engine, batch.table) })),
          )
          break
        } catch (cause) {
          const isOld = cause instanceof EngineError && cause.code === engineCode('OLD_SCHEMA')
          if (!isOld || tries >= maxTries) throw cause
        }
      }
    }
    return rows
  }

  /** Forgets everything. */
  clear(): void {
    this.#groups.clear()
    this.#bytes = 0
  }
}

function byDatabase(groups: readonly Group[]): Map<string, Group[]> {
  const result = new Map<string, Group[]>()
  for (const group of groups) {
    const { database } = group.template.table
    const list = result.get(database)
    if (list === undefined) result.set(database, [group])
    else list.push(group)
  }
  return result
}

function currentTable(engine: DuckEngine, bound: TableSchema): TableSchema {
  const table = engine.table(bound.database, bound.name)
  if (table === undefined || table.id !== bound.id) throw engineError('TABLE_NOT_EXIST')
  return table
}

function join(group: Group): TableBatch {
  const { template, children, pieces } = group
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0)
  const [first] = template.table.columns
  let timestamps: BigInt64Array = new BigInt64Array(0)
  const columns: ColumnBatch[] = []
  let parameter = 0
  for (const slot of template.columns) {
    const isFirst = slot.column.id === first?.id
    if (isFixed(slot)) {
      if (isFirst) timestamps = new BigInt64Array(rows).fill(slot.fixed as bigint)
      else columns.push(repeatValue(slot.column, slot.fixed, rows))
      continue
    }
    const index = parameter
    parameter += 1
    const blocks = pieces.map(piece => piece.blocks[index] as BindBlock)
    if (isFirst) timestamps = joinTimestamps(slot.column, blocks, rows)
    else columns.push(joinColumn(slot.column, blocks, rows))
  }
  const childOf = template.table.kind === 'super' ? childIndexes(pieces, rows) : undefined
  return {
    table: template.table,
    children,
    ...(childOf === undefined ? {} : { childOf }),
    rows,
    timestamps,
    columns,
  }
}

function childIndexes(pieces: readonly Piece[], rows: number): Uint32Array {
  const childOf = new Uint32Array(rows)
  let at = 0
  for (const piece of pieces) {
    childOf.fill(piece.child, at, at + piece.rows)
    at += piece.rows
  }
  return childOf
}
