import { type TextKind, textKinds } from './text-values.ts'

const minus = 45
const plus = 43
const point = 46

/** Finds plain numbers (`-1`, `2.5`, `1e-7`) in a text; where the last one was is in the fields until the next call. */
export class NumberPlace {
  kind: TextKind = textKinds.integer
  /** Where its digits begin, a plus left out. */
  start = 0

  /** Returns where the number at a position ends, or -1 when there is none. */
  read(bytes: Uint8Array, at: number, end: number): number {
    let p = at
    let c = p < end ? (bytes[p] as number) : 0
    this.start = c === plus ? at + 1 : at
    if (c === minus || c === plus) c = ++p < end ? (bytes[p] as number) : 0
    let from = p
    while (c >= 48 && c <= 57) c = ++p < end ? (bytes[p] as number) : 0
    if (p === from) return -1
    this.kind = textKinds.integer
    if (c === point) {
      c = ++p < end ? (bytes[p] as number) : 0
      from = p
      while (c >= 48 && c <= 57) c = ++p < end ? (bytes[p] as number) : 0
      if (p === from) return -1
      this.kind = textKinds.decimal
    }
    if ((c | 0x20) === 0x65) {
      c = ++p < end ? (bytes[p] as number) : 0
      if (c === minus || c === plus) c = ++p < end ? (bytes[p] as number) : 0
      from = p
      while (c >= 48 && c <= 57) c = ++p < end ? (bytes[p] as number) : 0
      if (p === from) return -1
      this.kind = textKinds.decimal
    }
    return p
  }
}

/** Whether `bytes[start..end)` are digits with at most a minus before them: a timestamp. */
export function isWhole(bytes: Uint8Array, start: number, end: number): boolean {
  let p = bytes[start] === minus ? start + 1 : start
  if (p >= end || end - p > 19) return false
  for (; p < end; p += 1) if ((bytes[p] as number) < 48 || (bytes[p] as number) > 57) return false
  return true
}
