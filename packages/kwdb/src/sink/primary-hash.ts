import { createHash } from 'node:crypto'
import type { PointTag } from '@tidewire/formats'

/**
 * The value of the tag `primary_tag`: SHA-256, in hexadecimal, of the sorted texts `key='value'` of all tags, as KWDB's own
 * gateway makes it. A number of OpenTSDB JSON has no quotes; with `quotes` false no value has.
 */
export function primaryHash(tags: readonly PointTag[], quotes: boolean): string {
  const texts = tags.map(({ kind, name, value }) =>
    quotes && kind === 'text' ? `${name}='${value}'` : `${name}=${value}`,
  )
  const sorted = texts.map(text => Buffer.from(text)).sort(Buffer.compare)
  return createHash('sha256').update(Buffer.concat(sorted)).digest('hex')
}
