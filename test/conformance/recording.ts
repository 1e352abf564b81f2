import { readdirSync, readFileSync } from 'node:fs'

/** A JSON value; integers beyond 2^53 are `{ $int }`. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** Recorded frames and requests, as test/golden/tdengine/README.md describes them. */
export type Line =
  | { readonly t: 'prep'; readonly sql: string; readonly db?: string }
  | { readonly t: 'note'; readonly text: string }
  | {
      readonly t: 'open'
      readonly ch: string
      readonly path: string
      readonly offered_extensions?: string
    }
  | { readonly t: 'upgrade'; readonly ch: string; readonly 'sec-websocket-extensions'?: string }
  | (Frame & { readonly t: 'send' | 'recv' })
  | {
      readonly t: 'expect'
      readonly sql: string
      readonly db?: string
      readonly code?: number
      readonly desc?: string
      readonly body?: string
      readonly column_meta?: readonly (readonly Json[])[]
      readonly rows?: readonly (readonly Json[])[]
    }
  | { readonly t: 'none'; readonly ch: string; readonly waited_ms: number }
  | { readonly t: 'ping'; readonly ch: string; readonly at_ms: number }
  | { readonly t: 'closed'; readonly ch: string }
  | { readonly t: 'close'; readonly ch: string }

/** One message in either direction. */
export type Frame =
  | { readonly kind: 'text'; readonly ch: string; readonly json?: Json; readonly text?: string }
  | {
      readonly kind: 'binary'
      readonly ch: string
      readonly hex: string
      readonly truncated?: boolean
      readonly len?: number
      readonly decoded?: { readonly sql?: string }
    }
  | {
      readonly kind: 'http'
      readonly method: string
      readonly path: string
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly body_note?: string
      readonly status: number
    }

/** Scenarios that kill the real adapter; nothing to be held to. */
const crashers: ReadonlySet<string> = new Set([
  'stmt2-exec-nobind-insert',
  'stmt2-exec-nobind-select',
  'ws-malformed-short-binary',
])

const folder = new URL('../golden/tdengine/', import.meta.url)

/** Names of the recorded scenarios. */
export function scenarioNames(): readonly string[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.jsonl') && !file.endsWith('-cases.jsonl'))
    .map(file => file.slice(0, -'.jsonl'.length))
    .filter(name => !crashers.has(name))
    .sort()
}

/** Lines of one recording. */
export function readRecording<T = Line>(name: string): readonly T[] {
  return readFileSync(new URL(`${name}.jsonl`, folder), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T)
}

/** Parses JSON; integers beyond 2^53 become `{ $int }`; undefined when the text is no JSON. */
export function parseBig(text: string): Json | undefined {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
      const source = context?.source ?? ''
      const big =
        typeof value === 'number' && /^-?\d{16,}$/.test(source) && !Number.isSafeInteger(value)
      return big ? { $int: source } : value
    }) as Json
  } catch {
    return undefined
  }
}

/** A member of a JSON object. */
export function get(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return (value as { readonly [key: string]: Json })[key]
}
