import type { ValueTypeId } from '../value-type.ts'
import type { Measurement } from './measurement.ts'

/** One tag of a series. Text tags have their bytes, the others their value in little-endian bytes too. */
export interface SeriesTag {
  readonly name: string
  readonly type: ValueTypeId
  /** UTF-8 of a text value, escapes undone; the little-endian value of a number or boolean. */
  readonly bytes: Uint8Array
  readonly value: string | number | bigint | boolean
  /** Byte position of the key, counted from where the series begins in its line. */
  readonly offset: number
}

/** A measurement with one set of tags, as one line wrote them: two orders of the tags are two series. */
export class Series {
  /** Measurement and tags as they stand in the text. */
  readonly key: Uint8Array
  readonly measurement: Measurement
  readonly tags: readonly SeriesTag[]
  /** True when a tag stands there twice. */
  readonly repeatsTag: boolean
  /** Index among the series of its measurement in the current batch; meaningful when `batch` is the current one. */
  index = 0
  /** Number of the batch that last had rows of it. */
  batch = 0
  /** The series that came after it when it was read last. */
  next: Series | undefined
  /** Byte position where the series first comes up in the batch's text. */
  firstAt = 0

  constructor(key: Uint8Array, measurement: Measurement, tags: readonly SeriesTag[]) {
    this.key = key
    this.measurement = measurement
    this.tags = tags
    this.repeatsTag = new Set(tags.map(({ name }) => name)).size < tags.length
  }
}
