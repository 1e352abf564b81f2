import { raise } from '../errors.ts'
import type { TmqAssignment, TmqMeta, TmqMetaEntry } from './api.ts'

/** An offset in a reply. Throws `TDENGINE_FRAME`. */
export function integer(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  throw raise('TDENGINE_FRAME', { reason: `${JSON.stringify(value)} where an offset was expected` })
}

/** A row of an `assignment` reply. */
export function assignmentOf(topic: string, row: unknown): TmqAssignment {
  const { vgroup_id, offset, begin, end } = row as Record<string, unknown>
  return {
    topic,
    vgroup: Number(vgroup_id),
    offset: integer(offset),
    begin: integer(begin),
    end: integer(end),
  }
}

/** The changes that a `fetch_json_meta` reply tells, one or several; null when there are none. */
export function metaOf(data: unknown): TmqMeta | null {
  if (typeof data !== 'object' || data === null) return null
  const { metas } = data as { readonly metas?: unknown }
  const list = Array.isArray(metas) ? metas : [data]
  return { metas: list.filter(isEntry) }
}

function isEntry(entry: unknown): entry is TmqMetaEntry {
  return typeof entry === 'object' && entry !== null && 'type' in entry
}
