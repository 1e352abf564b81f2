import { TextValues } from './text-values.ts'

/** Types that a suffix or prefix in line protocol declares (KWDB, InfluxDB line format). */
export const declaredTypes = {
  /** No suffix: FLOAT8, or the time of a timestamp column. */
  none: 0,
  INT2: 1,
  INT4: 2,
  /** Suffix `i64`, `i`, or `u`. */
  INT8: 3,
  FLOAT4: 4,
  FLOAT8: 5,
  /** Text in quotes without the prefix `L`: CHAR, VARCHAR, VARBYTES, or a time as text. */
  VARCHAR: 6,
  /** Text with the prefix `L`: NCHAR or NVARCHAR. */
  NVARCHAR: 7,
  BOOL: 8,
} as const

/** One of {@link declaredTypes}. */
export type DeclaredType = (typeof declaredTypes)[keyof typeof declaredTypes]

/** A tag of a series. */
export interface PointTag {
  readonly name: string
  /** Its value as text, escapes undone; of a number or boolean (OpenTSDB JSON) the text as it stands there. */
  readonly value: string
  /** How it stands in the text: a text everywhere but in OpenTSDB JSON. */
  readonly kind: 'text' | 'number' | 'boolean'
}

/**
 * A table name with one set of tags, as a text wrote it: two orders of the tags are two series. Points of one series
 * share the object (as long as the parser remembers it), so that what was worked out for it can be kept by identity.
 */
export interface PointSeries {
  /** Measurement, or metric with its dots. */
  readonly table: string
  readonly tags: readonly PointTag[]
  /** The series as it stands in the text. */
  readonly key: Uint8Array
}

/**
 * The points of a record in line protocol or an OpenTSDB format. The values of point `r` have the indexes `first[r]` to
 * `first[r + 1] - 1`; a point of an OpenTSDB format has one.
 */
export class PointRows extends TextValues {
  rows = 0
  /** Series of each point; only the first `rows` entries count. */
  readonly series: PointSeries[] = []
  first = new Int32Array(257)
  /** Name of the field of each value; the same string object as long as the parser remembers it. */
  readonly names: string[] = []
  /** Type that each value declares, see {@link declaredTypes}. */
  types = new Uint8Array(1024)
  /** Digits of each point's timestamp with at most a minus; an empty place for a point without one. */
  timeStarts = new Int32Array(256)
  timeEnds = new Int32Array(256)

  /** Begins a record. */
  begin(source: Buffer): void {
    this.source = source
    this.rows = 0
    this.first[0] = 0
  }

  /** Makes room for one more value. */
  override reserve(count: number): void {
    super.reserve(count)
    if (this.types.length >= this.kinds.length) return
    const { types } = this
    this.types = new Uint8Array(this.kinds.length)
    this.types.set(types)
  }

  /** Makes room for so many points. */
  reserveRows(count: number): void {
    if (count <= this.timeStarts.length) return
    const length = Math.max(count, this.timeStarts.length * 2)
    const { first, timeStarts, timeEnds } = this
    this.first = new Int32Array(length + 1)
    this.timeStarts = new Int32Array(length)
    this.timeEnds = new Int32Array(length)
    this.first.set(first)
    this.timeStarts.set(timeStarts)
    this.timeEnds.set(timeEnds)
  }
}
