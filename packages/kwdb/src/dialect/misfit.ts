/** A value, name or table that does not fit KWDB; the message completes "the record does not fit …: ". */
export class Misfit extends Error {
  override readonly name = 'Misfit'
  /** Column or tag that it is about, where one is known. */
  readonly field: string | null

  constructor(reason: string, field: string | null = null) {
    super(reason)
    this.field = field
  }
}
