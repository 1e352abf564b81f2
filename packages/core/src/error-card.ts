/** Where a record that failed came from. */
export interface RecordPosition {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

/**
 * Everything an operator needs to know of a failure; the same card is shown in REST traces, logs, dead-letter headers
 * and the console.
 */
export interface ErrorCard {
  /** Stable code of the error table, e.g. `TDENGINE_BAD_RECORD`. */
  readonly code: string
  /** One sentence: what we were doing and what went wrong. */
  readonly message: string
  /** What we were doing, as a gerund phrase, e.g. `writing 500 records to database power`. */
  readonly doing?: string
  readonly record?: RecordPosition
  readonly key?: string
  readonly field?: string
  /** The beginning of the offending value, at most 200 characters. */
  readonly sample?: string
  /** The server's own code, e.g. `0x3002`. */
  readonly serverCode?: string
  /** The server's own words. */
  readonly serverMessage?: string
  readonly retriable: boolean
  /** What to do about it. */
  readonly hint?: string
}

/** The card as readable text, one fact a line, for REST traces and terminals. */
export function formatCard(card: ErrorCard): string {
  const lines = [`${card.code}: ${card.message}`]
  const add = (label: string, value: string | undefined) => {
    if (value !== undefined && value !== '') lines.push(`  ${label}: ${value}`)
  }
  add('while', card.doing)
  if (card.record !== undefined) {
    const { topic, partition, offset } = card.record
    add('record', `topic ${topic}, partition ${partition}, offset ${offset}`)
  }
  add('key', card.key)
  add('field', card.field)
  add('sample', card.sample)
  if (card.serverMessage !== undefined) {
    const code = card.serverCode === undefined ? '' : `[${card.serverCode}] `
    add('server said', `${code}${card.serverMessage}`)
  }
  add('retry', card.retriable ? 'can help; the worker retries by itself' : 'cannot help')
  add('hint', card.hint)
  return lines.join('\n')
}

/** The card as one sentence: what went wrong, and the server's code and words when it said something. */
export function summarizeCard(card: ErrorCard): string {
  if (card.serverMessage === undefined) return card.message
  const code = card.serverCode === undefined ? '' : `[${card.serverCode}] `
  return `${card.message}: ${code}${card.serverMessage}`
}

/** The first 200 characters of a value, for an error card; undecodable bytes become U+FFFD. */
export function sampleOf(value: Uint8Array | string | null): string {
  if (value === null) return 'null'
  const limit = 200
  if (typeof value === 'string') return value.length > limit ? `${value.slice(0, limit)}…` : value
  const text = Buffer.from(
    value.buffer,
    value.byteOffset,
    Math.min(value.length, limit * 4),
  ).toString('utf8')
  return text.length > limit || value.length > limit * 4 ? `${text.slice(0, limit)}…` : text
}
