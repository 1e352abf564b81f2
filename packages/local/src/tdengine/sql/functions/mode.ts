import type { TypeName } from '../../engine/api.ts'
import type { Typed } from '../typed.ts'

/** Bytes of the integer types. */
const widths: Readonly<Partial<Record<TypeName, number>>> = {
  BOOL: 1,
  TINYINT: 1,
  SMALLINT: 2,
  INT: 4,
  BIGINT: 8,
  TIMESTAMP: 8,
  'TINYINT UNSIGNED': 1,
  'SMALLINT UNSIGNED': 2,
  'INT UNSIGNED': 4,
  'BIGINT UNSIGNED': 8,
}

/** Bytes of a value as TDengine's rows hold it, as a list; undefined for types whose bytes the store does not give. */
function bytesOf(type: TypeName, x: string): string | undefined {
  const width = widths[type]
  if (width !== undefined) return `td_bytes((${x})::HUGEINT, ${width})`
  if (type === 'VARCHAR') {
    return `list_concat(td_bytes(strlen(${x}), 2), td_hex_bytes(hex(${x})))`
  }
  if (type === 'NCHAR') {
    return `list_concat(td_bytes(length(${x}) * 4, 2), flatten(list_transform(string_split(${x}, ''), lambda c: td_bytes(ord(c), 4))))`
  }
  return undefined
}

/**
 * MODE: the most frequent value. Among equally frequent ones TDengine takes the last of its hash table, whose slots come
 * from a MurmurHash3 of the value and which begins with 64 of them.
 */
export function modeSql(typed: Typed): string {
  const bytes = bytesOf(typed.type.name, 'e.key')
  if (bytes === undefined) return `mode(${typed.sql})`
  const counts = `histogram(${typed.sql})`
  const slots = `td_slots(cardinality(${counts}))`
  const frequent = `list_filter(map_entries(${counts}), lambda e: e.value = list_max(map_values(${counts})))`
  const ranked = `list_sort(list_transform(${frequent}, lambda e: {'slot': td_murmur(${bytes}) % ${slots}, 'v': e.key}))`
  return `(CASE WHEN count(${typed.sql}) > 0 THEN (${ranked})[-1].v END)`
}
