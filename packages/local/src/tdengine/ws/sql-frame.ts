import { binaryHeadLength } from '@tidewire/tdengine/wire'
import { adapterError } from './socket.ts'

/** The statement of a `binary_query` or `validate_sql` frame. */
export function sqlOf(frame: Buffer, what: string): string {
  const at = binaryHeadLength + 6
  if (frame.length < at + 1) throw adapterError('message length is too short')
  const version = frame.readUInt16LE(binaryHeadLength)
  if (version !== 1) throw adapterError(`unknown ${what} version:${version}`)
  const length = frame.readUInt32LE(binaryHeadLength + 2)
  const remaining = frame.length - at
  if (length > remaining) {
    throw adapterError(
      `uncompleted message, sql length:${length}, remainMessageLength:${remaining}`,
    )
  }
  return frame.toString('utf8', at, at + length)
}
