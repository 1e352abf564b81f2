/** What the server says instead of an answer (ErrorResponse). */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  /** Five characters, e.g. `42601`. */
  readonly sqlState: string
  readonly hint: string | undefined
  /** Where in the text, in characters from 1. */
  readonly position: number | undefined

  constructor(
    sqlState: string,
    message: string,
    details: { readonly hint?: string; readonly position?: number } = {},
  ) {
    super(message)
    this.sqlState = sqlState
    this.hint = details.hint
    this.position = details.position
  }
}

/** The error of what KWDB carries out and this server does not; `construct` is e.g. `CREATE INDEX`. */
export function notCarriedOut(construct: string): SqlError {
  return new SqlError('0A000', `${construct} is not carried out by the KWDB development server`, {
    hint: 'A real KWDB server understands this statement; this one is for development only.',
  })
}
