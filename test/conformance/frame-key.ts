import { requestKey } from './client.ts'
import { type Frame, get, parseBig } from './recording.ts'

export type Text = Extract<Frame, { readonly kind: 'text' }>
export type Binary = Extract<Frame, { readonly kind: 'binary' }>
export type Http = Extract<Frame, { readonly kind: 'http' }>

/** The exact text of a frame. */
export const textOf = (frame: Text): string => frame.text ?? JSON.stringify(frame.json)

/** The request id of what was sent. */
export function sentKey(frame: Frame): string | null {
  if (frame.kind === 'binary') {
    if (frame.hex.length < 16) return null
    return Buffer.from(frame.hex.slice(0, 16), 'hex').readBigUInt64LE(0).toString()
  }
  if (frame.kind === 'http') return null
  const value = frame.json ?? parseBig(textOf(frame))
  return requestKey(get(value, 'args'))
}

/** The request id of an answer. */
export function answerKey(frame: Frame): string | null {
  if (frame.kind === 'text') return requestKey(parseBig(textOf(frame)))
  if (frame.kind === 'http') return null
  const flagged = frame.hex.startsWith('ffffffffffffffff') && frame.hex.length >= 68
  return flagged ? Buffer.from(frame.hex.slice(52, 68), 'hex').readBigUInt64LE(0).toString() : null
}
