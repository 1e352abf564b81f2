import { type ChildTarget, childTarget, type Series, withoutDots } from '@tidewire/formats'
import { quoted } from '../dialect/identifier.ts'
import type { SuperTable } from './super-table.ts'

/** Child tables that are remembered for one super table, and super tables of one database. */
const maximumChildren = 100_000
const maximumTables = 10_000
/** Binds of one super table that the server may refuse, while it takes the same lines, until it gets lines only. */
const maximumFailures = 3

/** A child table that the sink knows, and how its rows are bound. */
export interface Child {
  readonly target: ChildTarget
  /** Name with the NUL that ends it. */
  readonly name: Buffer
  /** Which of several connections writes it: always the same, so that its rows keep their order. */
  readonly lane: number
  /** True when it is there. */
  isKnown: boolean
  /** The description that `tags` was made for; null before. */
  table: SuperTable | null
  /** Bind blocks of all tags; null when they do not fit. */
  tags: Buffer | null
  /** Number of the plan that used it last, and its place there. */
  plan: number
  index: number
}

/** What the sink knows of one super table. */
export interface TableState {
  readonly name: string
  /** null when it is not described yet or cannot be bound to. */
  table: SuperTable | null
  /** True when the child tables are named as the sink names them. */
  isNamed: boolean
  children: Map<string, Child>
  /** True when more child tables were seen than are remembered: then each is taken for known. */
  isTrusted: boolean
  failures: number
}

/** What the sink knows of a database: its time unit, super tables and child tables. Forgetting any of it is harmless. */
export class TableCatalog {
  /** Unit of time stamps; null as long as it is not known. */
  unit: 'ms' | 'us' | 'ns' | null = null
  readonly #nameTag: string | null
  readonly #byName: boolean
  readonly #trusting: boolean
  #tables = new Map<string, TableState>()
  #bySeries = new WeakMap<Series, Child>()
  #created = 0

  constructor(options: {
    /** The tag that holds the name of the child table. */
    readonly nameTag: string | null
    /** JSON: names are made from the metric's name, not from its bytes in the text. */
    readonly isJson: boolean
    /** Whether child tables may be made by binding to them. */
    readonly mayCreate: boolean
  }) {
    this.#nameTag = options.nameTag
    this.#byName = options.isJson
    this.#trusting = options.mayCreate
  }

  /** Forgets everything, for a database that was made anew. */
  clear(): void {
    this.unit = null
    this.#tables = new Map()
    this.#bySeries = new WeakMap()
  }

  /** Forgets what would become too much; not while a plan is made. */
  trim(): void {
    if (this.#tables.size > maximumTables) this.#tables = new Map()
    for (const state of this.#tables.values()) {
      if (state.children.size <= maximumChildren) continue
      state.children = new Map()
      state.isTrusted = this.#trusting && state.isNamed
      this.#bySeries = new WeakMap()
    }
  }

  /** The super table of a measurement or metric. */
  state(measurement: string): TableState {
    const name = withoutDots(measurement)
    let state = this.#tables.get(name)
    if (state === undefined) {
      state = {
        name,
        table: null,
        isNamed: false,
        children: new Map(),
        isTrusted: false,
        failures: 0,
      }
      this.#tables.set(name, state)
    }
    return state
  }

  /** Takes a new description; null when there is none that rows can be bound to. */
  describe(state: TableState, table: SuperTable | null): void {
    state.table =
      table !== null &&
      state.failures < maximumFailures &&
      table.columns[0]?.name === '_ts' &&
      !table.hasKey &&
      quoted(table.name) !== null &&
      table.tags.every(({ name }) => quoted(name) !== null && name !== 'tbname')
        ? table
        : null
  }

  /** Notes that the server refused a bind. */
  failed(state: TableState): void {
    state.failures += 1
    state.table = null
  }

  /** The child table of a series. */
  child(state: TableState, series: Series): Child {
    const known = this.#bySeries.get(series)
    if (known !== undefined) return known
    const { measurement, tags } = series
    const target = childTarget({
      measurement: this.#byName ? Buffer.from(measurement.name) : measurement.key,
      tags,
      nameTag: this.#nameTag,
    })
    let child = state.children.get(target.name)
    if (child === undefined) {
      child = {
        target,
        name: Buffer.from(`${target.name}\0`),
        lane: this.#created,
        isKnown: state.isTrusted,
        table: null,
        tags: null,
        plan: 0,
        index: 0,
      }
      this.#created = (this.#created + 1) & 0x3fff_ffff
      state.children.set(target.name, child)
    }
    this.#bySeries.set(series, child)
    return child
  }

  /** The tags of a child table as they are bound; null when the super table has no room or another type for them. */
  tagsOf(child: Child, table: SuperTable): Buffer | null {
    if (child.table !== table) {
      child.tags = tagBlocks(child.target, table)
      child.table = table
    }
    return child.tags
  }
}

function tagBlocks({ tags }: ChildTarget, table: SuperTable): Buffer | null {
  for (const tag of tags) {
    const stored = table.byName.get(tag.name)
    if (stored?.isTag !== true || stored.type.id !== tag.type) return null
    if (stored.type.width === 0 && tag.bytes.length > stored.length) return null
  }
  const blocks = table.tags.map(({ name, type }) => {
    const tag = tags.find(candidate => candidate.name === name)
    return tagBlock(type.id, tag?.bytes ?? null, type.width === 0)
  })
  return Buffer.concat(blocks)
}

/** The bind block of one tag; `bytes` are what its value takes on the wire, null for NULL. */
function tagBlock(id: number, bytes: Uint8Array | null, isVariable: boolean): Buffer {
  const length = bytes?.length ?? 0
  const block = Buffer.alloc(4 + 4 + 4 + 1 + 1 + (isVariable ? 4 : 0) + 4 + length)
  let at = block.writeUInt32LE(block.length, 0)
  at = block.writeInt32LE(id, at)
  at = block.writeInt32LE(1, at)
  at = block.writeUInt8(bytes === null ? 1 : 0, at)
  at = block.writeUInt8(isVariable ? 1 : 0, at)
  if (isVariable) at = block.writeInt32LE(length, at)
  at = block.writeInt32LE(length, at)
  if (bytes !== null) block.set(bytes, at)
  return block
}
