import { wkbToWkt } from '@tidewire/formats'

/** Well-known binary as well-known text with six decimals, as the TDengine shell prints GEOMETRY; bad bytes as hex. */
export function geometryText(bytes: Buffer): string {
  return (
    wkbToWkt(bytes, coordinate => coordinate.toFixed(6)) ??
    `\\x${bytes.toString('hex').toUpperCase()}`
  )
}
