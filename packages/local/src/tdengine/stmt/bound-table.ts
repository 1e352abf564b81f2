import type { BindBlock, BindPayload } from '@tidewire/tdengine/wire'

type Payload = Extract<BindPayload, { readonly ok: true }>

/**
 * One table of a bind. TDengine finds blocks by counting on from the table's first one: when there are fewer than the
 * statement has parameters, it reads those of the next table, and behind the last tag the columns.
 */
export class BoundTable {
  readonly name: string | null
  readonly hasTags: boolean
  readonly hasColumns: boolean
  readonly #payload: Payload
  readonly #index: number

  constructor(payload: Payload, index: number) {
    const table = payload.tables[index]
    this.#payload = payload
    this.#index = index
    this.name = table?.name ?? null
    this.hasTags = (table?.tags.length ?? 0) > 0
    this.hasColumns = (table?.columns.length ?? 0) > 0
  }

  /** The block of a column parameter; undefined behind the last one of the bind. */
  column(index: number): BindBlock | undefined {
    return this.#columnAt(this.#index * this.#payload.columnCount + index)
  }

  /** The block of a tag parameter; undefined behind the last one of the bind. */
  tag(index: number): BindBlock | undefined {
    const { tables, tagCount } = this.#payload
    const flat = this.#index * tagCount + index
    const tags = tables.length * tagCount
    if (flat >= tags) return this.#columnAt(flat - tags)
    return tables[Math.floor(flat / tagCount)]?.tags[flat % tagCount]
  }

  #columnAt(flat: number): BindBlock | undefined {
    const { tables, columnCount } = this.#payload
    return tables[Math.floor(flat / columnCount)]?.columns[flat % columnCount]
  }
}
