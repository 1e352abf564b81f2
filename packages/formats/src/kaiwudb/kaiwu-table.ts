/** A column as a json_kaiwudb record declares it. */
export interface KaiwuColumn {
  readonly name: string
  /** Type in upper case as declared (`INT4`, `TIMESTAMPTZ`); whether KWDB knows it is not looked at. */
  readonly type: string
  /** Declared length: bytes or characters for texts and bytes, meaningless for the others; null when absent. */
  readonly length: number | null
  /** Declared nullability; null when absent. */
  readonly nullable: boolean | null
}

/** A tag as a json_kaiwudb record declares it. */
export interface KaiwuTag extends KaiwuColumn {
  /** Member `primary` or `isPrimary`. */
  readonly primary: boolean
}

/**
 * What a json_kaiwudb record declares. Records that declare the same, byte for byte, share one object (as long as the
 * parser remembers it), so that what was worked out for it can be kept by identity.
 */
export interface KaiwuTable {
  readonly name: string
  /** At least one; the first is the time column of a time-series table. */
  readonly columns: readonly KaiwuColumn[]
  /** Null when the record has none: the target is a relational table. */
  readonly tags: readonly KaiwuTag[] | null
}
