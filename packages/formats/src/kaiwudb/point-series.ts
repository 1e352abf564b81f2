import { ByteTable } from '../points/byte-table.ts'
import { isKeyOf, type SeriesKey } from '../series-key.ts'
import type { FieldName } from './field-name.ts'
import type { PointSeries, PointTag } from './point-rows.ts'

const maxSeries = 100_000
const maxKeyBytes = 32 * 1024 * 1024

/** A series that the parser remembers, with what came after it last time. */
export class KnownSeries implements PointSeries {
  readonly key: Uint8Array
  readonly table: string
  readonly tags: readonly PointTag[]
  /** The series that came after it when it was read last. */
  next: KnownSeries | undefined
  /** The first field of the line that had it last. */
  firstField: FieldName | undefined

  constructor(key: Uint8Array, table: string, tags: readonly PointTag[]) {
    this.key = key
    this.table = table
    this.tags = tags
  }
}

/**
 * The series of earlier texts, within bounds. Most sources write their series again and again in the same order: the one
 * that followed the last one before is tried first.
 */
export class SeriesMemory {
  readonly table = new ByteTable<KnownSeries>()
  /** Series of the point before. */
  last: KnownSeries | undefined

  /** Forgets all when there are too many, or when told to; to be called before each text. */
  begin(forget = false): void {
    if (!forget && this.table.size <= maxSeries && this.table.keyBytes <= maxKeyBytes) return
    this.table.clear()
    this.last = undefined
  }

  /** Notes that a point of this series was read. */
  follow(series: KnownSeries): void {
    if (this.last !== undefined) this.last.next = series
    this.last = series
  }

  /**
   * The series whose metric and tags stand in these spans of a text; undefined when it is not known, and then `key` is
   * set for {@link add}.
   */
  recall(
    key: SeriesKey,
    source: Uint8Array,
    metricAt: number,
    metricEnd: number,
    tagsAt: number,
    tagsEnd: number,
  ): KnownSeries | undefined {
    const next = this.last?.next
    if (next !== undefined && isKeyOf(next.key, source, metricAt, metricEnd, tagsAt, tagsEnd)) {
      return next
    }
    key.set(source, metricAt, metricEnd, tagsAt, tagsEnd)
    return this.table.find(key.bytes, 0, key.length, key.hash)
  }

  /** Remembers a series under the hash of its key. */
  add(series: KnownSeries, hash: number): KnownSeries {
    this.table.add(series, hash)
    return series
  }
}
