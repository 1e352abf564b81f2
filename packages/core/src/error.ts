import { type ErrorCard, formatCard } from './error-card.ts'

/** One row of a package's error table. `{name}` placeholders in the texts are filled from the arguments. */
export interface ErrorEntry {
  /** Template of the message. */
  readonly message: string
  readonly retriable: boolean
  /** Template of the advice. */
  readonly hint?: string
  /** What the reference page adds where the message is somebody else's words, or a retry depends on them. */
  readonly about?: string
  /** HTTP status when the error reaches a REST client; 500 when absent. */
  readonly status?: number
}

/** A package's error table: stable code → entry. */
export type ErrorTable = Readonly<Record<string, ErrorEntry>>

/** Facts about one failure that are added to its card. */
export type ErrorFacts = Partial<
  Pick<ErrorCard, 'doing' | 'record' | 'key' | 'field' | 'sample' | 'serverCode' | 'serverMessage'>
> & {
  readonly cause?: unknown
  /** Overrides the table where the server's code decides. */
  readonly retriable?: boolean
  readonly hint?: string
}

/** An error with a stable code, decided at birth to be retriable or not, and a card for the operator. */
export class TidewireError extends Error {
  readonly code: string
  readonly retriable: boolean
  readonly status: number
  readonly card: ErrorCard

  constructor(
    card: ErrorCard,
    options: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(card.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TidewireError'
    this.code = card.code
    this.retriable = card.retriable
    this.status = options.status ?? 500
    this.card = card
  }

  /** The same failure, with more facts on its card. */
  with(facts: Partial<ErrorCard>): TidewireError {
    const error = new TidewireError(
      { ...this.card, ...facts },
      { status: this.status, cause: this },
    )
    return error
  }
}

function fill(template: string, args: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in args ? String(args[name]) : whole,
  )
}

/** Makes errors from one package's table: `raise('TDENGINE_CONNECT', { url }, { cause })`. */
export function errorFactory<T extends ErrorTable>(
  table: T,
): (
  code: keyof T & string,
  args?: Readonly<Record<string, unknown>>,
  facts?: ErrorFacts,
) => TidewireError {
  return (code, args = {}, facts = {}) => {
    const entry = table[code]
    if (entry === undefined) throw new RangeError(`unknown error code ${code}`)
    const { cause, retriable, hint, ...rest } = facts
    const advice = hint ?? (entry.hint === undefined ? undefined : fill(entry.hint, args))
    return new TidewireError(
      {
        code,
        message: fill(entry.message, args),
        ...rest,
        retriable: retriable ?? entry.retriable,
        ...(advice === undefined ? {} : { hint: advice }),
      },
      { cause, ...(entry.status === undefined ? {} : { status: entry.status }) },
    )
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** True when delivering the same work again may succeed. */
export function isRetriable(error: unknown): boolean {
  return error instanceof TidewireError && error.retriable
}

/** True when the error only says that a signal was aborted. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
}

/** The card of any error; an unexpected one becomes `INTERNAL` with its message, never a stack trace. */
export function cardOf(error: unknown): ErrorCard {
  if (error instanceof TidewireError) return error.card
  const message = messageOf(error)
  return { code: 'INTERNAL', message, retriable: false }
}

/** An error as readable text with its causes, without stack frames. */
export function describeError(error: unknown): string {
  const lines: string[] = [formatCard(cardOf(error))]
  let cause = error instanceof Error ? error.cause : undefined
  for (let depth = 0; cause instanceof Error && depth < 8; depth += 1) {
    // Messages often carry that of their cause; twice it says no more.
    const { message } = cause
    if (!lines.some(line => line.includes(message))) lines.push(`  caused by: ${message}`)
    cause = cause.cause
  }
  return lines.join('\n')
}
