import type { TDengineValue } from '@tidewire/tdengine/wire'
import type { ColumnSchema, TableSchema } from '../engine/api.ts'
import type { Topic } from '../engine/catalog.ts'
import type { LogEntry, LoggedChange, LoggedChild } from '../engine/change-log.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { resultValue } from '../sql/result.ts'
import type { MessageBlock, MessageColumn, TopicMessage } from './message.ts'
import { batchOf } from './message.ts'
import { createChildren, type MetaJson, metaOf, tableOf } from './meta-json.ts'
import { type TableRows, tableRows } from './table-rows.ts'
import { type StoredTable, storedRows, storedTables, withTags } from './table-snapshot.ts'
import { snapshotOffset } from './tmq-error.ts'
import { filteredChildren, queryBlocks } from './topic-query.ts'

/** Entries that are read at once. */
const pageEntries = 64
/** How long one look into the log may take, in ms, when nothing in it is for the topic. */
const lookMs = 100
/** Meta messages that one batch holds at most. */
const batchLimit = 4096

/** How a consumer wants its messages. */
export interface ReadStyle {
  /** Rows from which a message is complete. */
  readonly minRows: number
  /** Whether meta messages come in batches. */
  readonly batchMeta: boolean
}

/** What a look into the log gave: a message, or only the knowledge that nothing up to `position` is for the topic. */
export interface ReadResult {
  readonly message: TopicMessage | undefined
  /** Version to read on from. */
  readonly position: bigint
}

/** Flags of TDengine's schemas. */
const flag = { sma: 0x01, key: 0x04, typeModifier: 0x80 } as const

function schemaColumn(table: TableSchema, column: ColumnSchema): MessageColumn {
  // Columns that were added later have numbers behind the tags, and no statistics.
  const firstTag = table.tags[0]?.id ?? Number.POSITIVE_INFINITY
  const original = table.kind === 'normal' || column.id < firstTag
  return {
    name: column.name,
    type: column.type,
    id: column.id,
    flags:
      (original ? flag.sma : 0) |
      (column.isKey ? flag.key : 0) |
      (column.type.name === 'DECIMAL' ? flag.typeModifier : 0),
  }
}

/**
 * Rows as topics of tables and databases carry them: rows that name the same columns share a block, which has these
 * columns only.
 */
function tableBlocks(rows: TableRows, precision: 0 | 1 | 2): MessageBlock[] {
  const { table, child } = rows
  const block = (from: number, to: number, used: readonly number[]): MessageBlock => ({
    tableName: child?.name ?? table.name,
    precision,
    schemaVersion: table.version,
    columns: used.map(i => schemaColumn(table, table.columns[i] as ColumnSchema)),
    rows: to - from,
    values: used.map(i => {
      const { type } = table.columns[i] as ColumnSchema
      const values: TDengineValue[] = []
      for (let row = from; row < to; row += 1) {
        values.push(resultValue(type, rows.columns[i]?.[row] ?? null))
      }
      return values
    }),
  })
  const usedBy = (row: number) =>
    rows.columns.flatMap((values, i) => (values?.[row] === undefined ? [] : [i]))
  const blocks: MessageBlock[] = []
  let from = 0
  let used = usedBy(0)
  const whole = rows.columns.every(
    values => values === undefined || values.every(value => value !== undefined),
  )
  if (!whole) {
    for (let row = 1; row < rows.rows; row += 1) {
      const next = usedBy(row)
      if (next.length === used.length && next.every((i, n) => i === used[n])) continue
      blocks.push(block(from, row, used))
      from = row
      used = next
    }
  }
  blocks.push(block(from, rows.rows, used))
  return blocks
}

/** Reads the messages of one topic from one vgroup's log. */
export class TopicReader {
  readonly #engine: DuckEngine
  readonly topic: Topic
  readonly vgroup: number

  constructor(engine: DuckEngine, topic: Topic, vgroup: number) {
    this.#engine = engine
    this.topic = topic
    this.vgroup = vgroup
  }

  /** The next message from a version on; without one after a while, so that the caller can look up. */
  async read(from: bigint, style: ReadStyle): Promise<ReadResult> {
    const { log } = this.#engine
    const gathered = new Gathered(from)
    const filter = await this.#filter()
    const end = performance.now() + lookMs
    while (gathered.position < log.range(this.vgroup).next) {
      const entries = await log.read(this.vgroup, gathered.position, pageEntries)
      if (entries.length === 0) break
      const complete = await this.#take(entries, gathered, style, filter)
      if (complete || performance.now() >= end) break
    }
    return gathered.result()
  }

  /**
   * What the topic's tables hold now, as messages: the beginning of consumers that ask for a snapshot. For topics with
   * meta the tables come first.
   */
  async *snapshot(style: ReadStyle): AsyncGenerator<TopicMessage> {
    const engine = this.#engine
    const { topic, vgroup } = this
    const offsets = { request: snapshotOffset, response: snapshotOffset }
    const filter = await this.#filter()
    const tables = await storedTables(engine, topic.database, vgroup, (table, child) =>
      this.#wants(table, child, filter),
    )
    if (topic.withMeta !== 'no') {
      for (const [table, own] of Map.groupBy(tables, stored => stored.table)) {
        for (const change of await createdBy(engine, table, own)) {
          const event = metaOf(change)
          if (event !== undefined) yield { kind: 'meta', ...event, ...offsets }
        }
      }
      if (topic.withMeta === 'only') return
    }
    let waiting: TableRows[] = []
    let rows = 0
    const message = async (): Promise<TopicMessage> => {
      const blocks = await this.#blocks(waiting)
      waiting = []
      rows = 0
      return { kind: 'data', blocks, created: undefined, ...offsets }
    }
    for (const stored of tables) {
      for await (const part of storedRows(engine, stored)) {
        waiting.push(part)
        rows += part.rows
        if (rows >= style.minRows) yield await message()
      }
    }
    if (rows > 0) yield await message()
  }

  /** Takes entries into the message; true when it is complete. */
  async #take(
    entries: readonly LogEntry[],
    gathered: Gathered,
    style: ReadStyle,
    filter: ReadonlySet<number> | undefined,
  ): Promise<boolean> {
    const { topic } = this
    const waiting: TableRows[] = []
    const flush = async () => {
      if (waiting.length > 0) gathered.blocks.push(...(await this.#blocks(waiting.splice(0))))
    }
    for (const { version, change } of entries) {
      if (change.kind === 'rows') {
        if (gathered.metas.length > 0) return true
        const rows = tableRows(this.#engine, this.vgroup, change.tables, (table, child) =>
          this.#wants(table, child, filter),
        )
        if (topic.withMeta !== 'no') gathered.create(rows)
        if (topic.withMeta !== 'only') {
          waiting.push(...rows)
          gathered.rows += rows.reduce((sum, part) => sum + part.rows, 0)
        }
        gathered.position = version + 1n
        if (gathered.rows < style.minRows) continue
        await flush()
        if (gathered.hasData) return true
        // The topic's filter has left nothing of all these rows.
        gathered.rows = 0
        continue
      }
      const event = topic.withMeta === 'no' ? undefined : metaOf(change)
      if (event !== undefined && this.#isAbout(change)) {
        await flush()
        if (gathered.hasData) return true
        gathered.metas.push(event)
        gathered.batch = style.batchMeta
        gathered.position = version + 1n
        if (!style.batchMeta || gathered.metas.length >= batchLimit) return true
        continue
      }
      gathered.position = version + 1n
    }
    await flush()
    return gathered.metas.length > 0 && !style.batchMeta
  }

  async #blocks(rows: readonly TableRows[]): Promise<readonly MessageBlock[]> {
    const { topic } = this
    if (topic.kind !== 'select') {
      const precision = this.#engine.database(topic.database)?.precision ?? 0
      return rows.flatMap(part => tableBlocks(part, precision))
    }
    const { frozen } = topic
    const table =
      frozen === undefined
        ? undefined
        : this.#engine.schemaAt(frozen.id, frozen.version, frozen.tagVersion)
    return table === undefined ? [] : await queryBlocks(this.#engine, topic, table, rows)
  }

  #wants(
    table: TableSchema,
    child: LoggedChild | undefined,
    filter: ReadonlySet<number> | undefined,
  ): boolean {
    const { topic } = this
    if (topic.kind === 'database') return true
    if (table.id !== topic.frozen?.id) return false
    if (topic.child !== undefined && child?.name !== topic.child) return false
    return filter === undefined || (child !== undefined && filter.has(child.id))
  }

  #isAbout(change: Exclude<LoggedChange, { readonly kind: 'rows' }>): boolean {
    return this.topic.kind === 'database' || tableOf(change).id === this.topic.frozen?.id
  }

  async #filter(): Promise<ReadonlySet<number> | undefined> {
    const { topic } = this
    if (topic.kind !== 'stable' || topic.query === null) return undefined
    return await filteredChildren(this.#engine, topic)
  }
}

/** The changes that would make tables as they are now. */
async function createdBy(
  engine: DuckEngine,
  table: TableSchema,
  stored: readonly StoredTable[],
): Promise<readonly LoggedChange[]> {
  const children: LoggedChild[] = []
  for (const each of stored) {
    const { child } = await withTags(engine, each)
    if (child !== undefined) children.push(child)
  }
  const made: LoggedChange = { kind: 'create-table', table }
  return children.length === 0 ? [made] : [made, { kind: 'create-children', table, children }]
}

/** What a message has gathered so far. */
class Gathered {
  readonly #from: bigint
  readonly blocks: MessageBlock[] = []
  readonly metas: { readonly json: MetaJson; readonly rawType: number }[] = []
  readonly #created: { readonly table: TableSchema; readonly child: LoggedChild }[] = []
  rows = 0
  batch = false
  position: bigint

  constructor(from: bigint) {
    this.#from = from
    this.position = from
  }

  get hasData(): boolean {
    return this.blocks.length > 0 || this.#created.length > 0
  }

  /** Notes the child tables that rows have made. */
  create(rows: readonly TableRows[]): void {
    for (const { table, child } of rows) {
      if (child?.created === true) this.#created.push({ table, child })
    }
  }

  result(): ReadResult {
    const { position, blocks, metas } = this
    const request = this.#from
    const [first] = metas
    if (first !== undefined) {
      const { json, rawType } = this.batch ? batchOf(metas.map(meta => meta.json)) : first
      return { message: { kind: 'meta', json, rawType, request, response: position }, position }
    }
    if (!this.hasData) return { message: undefined, position }
    const created = this.#created.length > 0 ? createChildren(this.#created) : undefined
    return { message: { kind: 'data', blocks, created, request, response: position }, position }
  }
}
