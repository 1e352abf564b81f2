interface Context {
  readonly source?: string
}

interface RawJson {
  rawJSON(text: string): unknown
}

const raw = JSON as unknown as RawJson

/**
 * Parses JSON without losing digits: integers become bigint, other numbers stay numbers (Kafka Connect reads schemaless
 * integers as int64 and others as float64).
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: Context) =>
    typeof value === 'number' && /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context?.source ?? '0')
      : value,
  )
}

/** Prints JSON on one line; bigints keep every digit. */
export function printJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? raw.rawJSON(item.toString()) : item,
  )
}
