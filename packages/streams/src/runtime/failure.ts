import { type ErrorCard, TidewireError } from '@tidewire/core'

/** An error on its way between threads. */
export interface FailureReport {
  readonly card: ErrorCard | null
  readonly message: string
  /** Messages of what caused it, outermost first. */
  readonly causes: readonly string[]
}

/** What to send to the other thread about an error. */
export function reportOf(error: unknown): FailureReport {
  const causes: string[] = []
  let cause = error instanceof Error ? error.cause : undefined
  for (; cause instanceof Error && causes.length < 8; cause = cause.cause)
    causes.push(cause.message)
  return {
    card: error instanceof TidewireError ? error.card : null,
    message: error instanceof Error ? error.message : String(error),
    causes,
  }
}

/** The error that a report is about. */
export function errorOf(report: FailureReport): Error {
  const cause = report.causes.reduceRight<Error | undefined>(
    (inner, message) => new Error(message, inner === undefined ? {} : { cause: inner }),
    undefined,
  )
  if (report.card !== null) return new TidewireError(report.card, { cause })
  return new Error(report.message, cause === undefined ? {} : { cause })
}
