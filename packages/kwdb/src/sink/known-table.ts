import type { TimeUnit } from '@tidewire/core'
import type { TableShape } from '../dialect/table-shape.ts'
import { type ValueTarget, valueTarget } from './value-writer.ts'

/** A column or tag of a table, with the way its values are written. */
export interface KnownColumn {
  readonly target: ValueTarget
  readonly role: 'time' | 'column' | 'tag' | 'primary'
}

/** A table as the server described it. When it is described anew, that is another object. */
export class KnownTable {
  readonly name: string
  readonly shape: TableShape
  /** False once the table has been changed or may have been. */
  isCurrent = true
  readonly #columns = new Map<string, KnownColumn>()

  /** `timeUnit` is the unit of the row times of the records; other columns take times in their own unit. */
  constructor(shape: TableShape, timeUnit: TimeUnit) {
    this.name = shape.name
    this.shape = shape
    shape.columns.forEach((column, i) => {
      const { name, nullable, type } = column
      const own = 'precision' in type ? ownUnit[type.precision] : 'ms'
      this.#columns.set(name, {
        target: valueTarget(name, type, nullable, i === 0 ? timeUnit : own),
        role: i === 0 ? 'time' : 'column',
      })
    })
    for (const { name, nullable, primary, type } of shape.tags) {
      this.#columns.set(name, {
        target: valueTarget(name, type, nullable, 'ms'),
        role: primary ? 'primary' : 'tag',
      })
    }
  }

  column(name: string): KnownColumn | undefined {
    return this.#columns.get(name)
  }

  /** Name of the column with the time of a row. */
  get timeName(): string {
    return this.shape.columns[0]?.name ?? ''
  }
}

const ownUnit = { 3: 'ms', 6: 'us', 9: 'ns' } as const
