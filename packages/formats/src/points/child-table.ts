import { createHash } from 'node:crypto'
import type { SeriesTag } from './series.ts'

const maxNameBytes = 192

/** A dot is not allowed in a table name; TDengine writes an underscore in its place (`smlDot2Underline`). */
export function withoutDots(name: string): string {
  return name.replaceAll('.', '_')
}

/** What names a child table: the super table as the text has it, its tags, and the tag that holds the name, if any. */
export interface ChildNaming {
  /** Measurement or metric: its bytes in the text for line and telnet, escapes included; the name for JSON. */
  readonly measurement: Uint8Array
  readonly tags: readonly SeriesTag[]
  readonly nameTag: string | null
}

/** The child table of a series, and the tags that are left for it. */
export interface ChildTarget {
  readonly name: string
  readonly tags: readonly SeriesTag[]
}

/**
 * The child table that TDengine with its default settings gives a series: the value of the tag that names it, which is
 * no tag then, or `t_` and the MD5 of `stable,key=value…` with the keys in order, whatever their case (TDengine
 * schemaless writing, names of child tables).
 */
export function childTarget({ measurement, tags, nameTag }: ChildNaming): ChildTarget {
  const naming = nameTag === null ? undefined : tags.find(tag => tag.name === nameTag)
  if (naming === undefined) return { name: automaticName(measurement, tags), tags }
  const left = tags.filter(tag => tag !== naming)
  const given = cutBytes(withoutDots(String(naming.value)))
  return { name: given === '' ? automaticName(measurement, left) : given, tags: left }
}

function automaticName(measurement: Uint8Array, tags: readonly SeriesTag[]): string {
  const hash = createHash('md5')
  hash.update(withoutDots(Buffer.from(measurement).toString('latin1')), 'latin1')
  const keyed = tags.map(tag => ({ key: Buffer.from(tag.name), tag }))
  for (const { key, tag } of keyed.sort((a, b) => compareKeys(a.key, b.key))) {
    hash.update(',').update(key).update('=').update(tag.bytes)
  }
  return `t_${hash.digest('hex')}`
}

/** Compares without regard to the case of ASCII letters; of two with the same beginning the shorter comes first. */
function compareKeys(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const difference = fold(a[i] as number) - fold(b[i] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte
}

/** The first 192 bytes of a name, whole characters only. */
function cutBytes(name: string): string {
  const bytes = Buffer.from(name)
  if (bytes.length <= maxNameBytes) return name
  let end = maxNameBytes
  while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end)
}
