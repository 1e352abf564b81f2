import { get, type Json, parseBig } from './recording.ts'

/** How one answer compares: null, or the first difference. */
export type Difference = string | null

const show = (value: unknown) => {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}

/** The first difference of two JSON values. */
export function difference(
  recorded: Json | undefined,
  got: Json | undefined,
  path = '',
): Difference {
  if (recorded === got) return null
  if (typeof recorded === 'number' && typeof got === 'number' && recorded === got) return null
  const both = typeof recorded === 'object' && typeof got === 'object' && recorded && got
  if (both && Array.isArray(recorded) && Array.isArray(got)) {
    for (let i = 0; i < Math.max(recorded.length, got.length); i += 1) {
      const found = difference(recorded[i], got[i], `${path}[${i}]`)
      if (found !== null) return found
    }
    return null
  }
  if (both && !Array.isArray(recorded) && !Array.isArray(got)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(got)])) {
      const found = difference(
        get(recorded, key),
        get(got, key),
        path === '' ? key : `${path}.${key}`,
      )
      if (found !== null) return found
    }
    return null
  }
  return `${path === '' ? 'value' : path}: recorded ${show(recorded)}, got ${show(got)}`
}

const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/
/** Clock of the recording. */
const recordedNow = /^2026-11-\d\d[T ]/
const days = 3 * 86_400_000

const nearNow = (value: string) => {
  const at = Date.parse(value.replace(' ', 'T'))
  return Math.abs(at - Date.now()) < days
}

/** Columns of catalogs whose values belong to one server. */
const volatileColumn =
  /^(create_time|created_time|vgroup_id|vgId|vnodes|uid|suid|consumer_id|subscribe_time|rebalance_time|up_time|start_time|login_time|last_access|id|dnode|v\d_dnode|v1_.*|v2_.*|v3_.*|reboot_time|endpoint|fqdn|host|note|offset|client_app|create_at|update_time)$/i

const isCatalog = (sql: string) =>
  /^\s*show\b/i.test(sql) || /information_schema|performance_schema/i.test(sql)

/** What a text says without what belongs to one run. */
export function maskText(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return text
  return text
    .replace(/SML:0x[0-9a-f]+/g, 'SML:0x*')
    .replace(/(vgId|uid|consumer)[:=]?\s*(0x)?[0-9a-f]+/gi, '$1:*')
}

/** The first difference of rows; without ORDER BY they may come in any order. */
export function rowsDifference(
  names: readonly string[],
  recorded: Json | undefined,
  got: Json | undefined,
  sql: string,
): Difference {
  if (!Array.isArray(recorded) || !Array.isArray(got)) return difference(recorded, got, 'data')
  const catalog = isCatalog(sql)
  const mask = (rows: readonly Json[], isRecorded: boolean): Json[] =>
    rows.map(row =>
      Array.isArray(row)
        ? row.map((value: Json, i: number) => {
            if (catalog && volatileColumn.test(names[i] ?? '')) return '*'
            if (typeof value !== 'string') return value
            const now = isRecorded ? recordedNow.test(value) : time.test(value) && nearNow(value)
            if (now) return '<now>'
            return /^root@[\w.-]+$/.test(value) ? 'root@*' : value
          })
        : row,
    )
  const [a, b] = [mask(recorded, true), mask(got, false)]
  if (a.length !== b.length) return `rows: recorded ${a.length}, got ${b.length}`
  const found = difference(a, b, 'data')
  if (found === null || /\border\s+by\b/i.test(sql)) return found
  const sorted = (rows: readonly Json[]) => rows.map(row => JSON.stringify(row)).sort()
  return difference(sorted(a), sorted(b)) === null ? null : found
}

/** The first difference of two REST bodies. */
export function restDifference(recorded: Json, got: Json, sql: string): Difference {
  const strip = (value: Json): Json => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const copy: Record<string, Json> = { ...(value as { readonly [key: string]: Json }) }
    for (const key of ['timing', 'desc', 'message', 'data']) delete copy[key]
    if (Array.isArray(copy.vgIDs)) copy.vgIDs = (copy.vgIDs as Json[]).map(() => 'vgroup')
    return copy
  }
  if (get(recorded, 'code') !== get(got, 'code')) {
    return `code: recorded ${show(get(recorded, 'code'))} ${show(get(recorded, 'desc'))}, got ${show(get(got, 'code'))} ${show(get(got, 'desc') ?? get(got, 'message'))}`
  }
  const meta = get(recorded, 'column_meta')
  const names = Array.isArray(meta) ? meta.map(column => String((column as Json[])[0])) : []
  return (
    difference(strip(recorded), strip(got)) ??
    rowsOf(recorded, got, names, sql) ??
    difference(maskText(get(recorded, 'desc')), maskText(get(got, 'desc')), 'desc') ??
    difference(maskText(get(recorded, 'message')), maskText(get(got, 'message')), 'message')
  )
}

function rowsOf(recorded: Json, got: Json, names: readonly string[], sql: string): Difference {
  const [a, b] = [get(recorded, 'data'), get(got, 'data')]
  return a === undefined && b === undefined ? null : rowsDifference(names, a, b, sql)
}

/** The first difference of two HTTP answers. */
export function httpDifference(
  recorded: { readonly status: number; readonly body: string },
  got: { readonly status: number; readonly body: string },
  sql: string,
): Difference {
  if (recorded.status !== got.status) {
    return `status: recorded ${recorded.status}, got ${got.status} ${got.body.slice(0, 120)}`
  }
  const [a, b] = [parseBig(recorded.body), parseBig(got.body)]
  if (typeof a !== 'object' || a === null) {
    const same = recorded.body === got.body || (a !== undefined && difference(a, b) === null)
    return same ? null : `body: recorded ${show(recorded.body)}, got ${show(got.body)}`
  }
  if (typeof b !== 'object' || b === null) return `body: recorded JSON, got ${show(got.body)}`
  return restDifference(a, b, sql)
}

const noCommit = -2147467247
const offsetClass = (value: Json): Json =>
  value === noCommit
    ? 'none'
    : typeof value === 'number'
      ? value < 0
        ? 'negative'
        : 'offset'
      : value

/** A text reply without what belongs to one run. */
function maskReply(value: Json): Json {
  if (Array.isArray(value)) return value.map(item => maskReply(item))
  if (typeof value !== 'object' || value === null) return maskText(value) as Json
  const masked: Record<string, Json> = {}
  for (const [key, item] of Object.entries(value as { readonly [key: string]: Json })) {
    if (key === 'timing') masked[key] = 'number'
    else if (key === 'vgroup_id')
      masked[key] = typeof item === 'number' && item > 0 ? 'vgroup' : item
    else if (key === 'offset' || key === 'begin' || key === 'end') masked[key] = offsetClass(item)
    else if ((key === 'committed' || key === 'position') && Array.isArray(item)) {
      masked[key] = item.map(offsetClass)
    } else if (key === 'info' && typeof item === 'string') {
      masked[key] = item.replace(/build:[^\n]*/, 'build:*').replace(/gitinfo:[^\n]*/, 'gitinfo:*')
    } else masked[key] = maskReply(item)
  }
  return masked
}

/** The first difference of two text replies. */
export function textDifference(recorded: string, got: string): Difference {
  const [a, b] = [parseBig(recorded), parseBig(got)]
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    return recorded === got ? null : `text: recorded ${show(recorded)}, got ${show(got)}`
  }
  if (get(a, 'code') !== get(b, 'code')) {
    return `code: recorded ${show(get(a, 'code'))} ${show(get(a, 'message'))}, got ${show(get(b, 'code'))} ${show(get(b, 'message'))}`
  }
  // The text of a failed stmt2_exec is left over from an earlier failure on the real server.
  const stale = get(a, 'action') === 'stmt2_exec' && get(a, 'code') !== 0
  const drop = (value: Json): Json => {
    const masked = { ...(maskReply(value) as { readonly [key: string]: Json }) }
    if (stale) delete (masked as Record<string, Json>).message
    return masked
  }
  return difference(drop(a), drop(b))
}
