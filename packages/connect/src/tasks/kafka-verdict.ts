import { type ErrorFacts, isRetriable, TidewireError } from '@tidewire/core'

/** What a failure of Kafka means for the work that needed it: the cause, whether trying again can help, and its advice. */
export function whatKafkaSays(cause: unknown): ErrorFacts {
  const hint = cause instanceof TidewireError ? cause.card.hint : undefined
  return { cause, retriable: isRetriable(cause), ...(hint === undefined ? {} : { hint }) }
}
