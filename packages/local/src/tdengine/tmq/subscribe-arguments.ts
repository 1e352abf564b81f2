import type { ArgumentKinds, Json } from '../ws/json-frame.ts'

/** Text arguments of `subscribe`; a value of another kind makes the request unreadable. */
const subscribeTexts = [
  'user',
  'password',
  'db',
  'group_id',
  'client_id',
  'offset_rest',
  'offset_reset',
  'auto_commit',
  'auto_commit_interval_ms',
  'snapshot_enable',
  'with_table_name',
  'enable_batch_meta',
  'msg_consume_excluded',
  'session_timeout_ms',
  'max_poll_interval_ms',
  'tz',
  'app',
  'ip',
  'connector',
  'msg_consume_rawdata',
] as const

/** Kinds of the arguments of `subscribe` (taosAdapter TMQ protocol). */
export const subscribeKinds: ArgumentKinds = {
  req_id: 'uint',
  topics: 'array',
  config: 'object',
  ...Object.fromEntries(subscribeTexts.map(name => [name, 'string' as const])),
}

/** Topics of a request; undefined when one is no text. */
export function texts(values: readonly Json[]): readonly string[] | undefined {
  return values.every(value => typeof value === 'string') ? values : undefined
}

/** A text map; undefined when a value is no text. */
export function textMap(value: Json | undefined): ReadonlyMap<string, string> | undefined {
  if (value === undefined || value === null) return new Map()
  const entries = Object.entries(value)
  return entries.every(([, text]) => typeof text === 'string')
    ? new Map(entries as [string, string][])
    : undefined
}
