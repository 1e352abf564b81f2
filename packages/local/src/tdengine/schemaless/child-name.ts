import { createHash } from 'node:crypto'
import type { Series, SeriesTag } from '@tidewire/formats'

const maxNameBytes = 192

/** A dot is not allowed in a table name; TDengine writes an underscore in its place (`smlDot2Underline`). */
export function withoutDots(name: string): string {
  return name.replaceAll('.', '_')
}

/** Lower-cases ASCII letters only, as C's `strncasecmp` compares them. */
function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte
}

function compareKeys(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const difference = fold(a[i] as number) - fold(b[i] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/**
 * The name of a child table that nobody named: `t_` and the MD5 of `stable,key=value…`, keys sorted without regard to
 * case, the super table's name as the text has it with its dots replaced (TDengine schemaless writing, automatic names).
 */
function automaticChildName(measurement: Buffer, tags: readonly SeriesTag[]): string {
  const hash = createHash('md5')
  hash.update(withoutDots(measurement.toString('latin1')), 'latin1')
  const keyed = tags.map(tag => ({ key: Buffer.from(tag.name), tag }))
  for (const { key, tag } of keyed.sort((a, b) => compareKeys(a.key, b.key))) {
    hash.update(',').update(key).update('=').update(tag.bytes)
  }
  return `t_${hash.digest('hex')}`
}

/** The child table that a series goes to, and the tags that are left for the super table. */
export interface ChildTarget {
  readonly name: string
  readonly tags: readonly SeriesTag[]
}

/** Decides the child table of a series; `nameKey` is the tag that holds its name, `''` for none. */
export function childTarget(series: Series, measurement: Buffer, nameKey: string): ChildTarget {
  const naming = nameKey === '' ? undefined : series.tags.find(tag => tag.name === nameKey)
  if (naming === undefined) {
    return { name: automaticChildName(measurement, series.tags), tags: series.tags }
  }
  const tags = series.tags.filter(tag => tag !== naming)
  const given = cutBytes(withoutDots(String(naming.value)))
  return { name: given === '' ? automaticChildName(measurement, tags) : given, tags }
}

/** The first 192 bytes of a name, whole characters only. */
function cutBytes(name: string): string {
  const bytes = Buffer.from(name)
  if (bytes.length <= maxNameBytes) return name
  let end = maxNameBytes
  while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end)
}
