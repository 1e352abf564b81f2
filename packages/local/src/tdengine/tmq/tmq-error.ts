import { EngineError } from '../engine/api.ts'

/** Errors of subscriptions: codes and texts of TDengine 3.3.7. */
const table = {
  CONSUMER_NOT_EXIST: [0x03e6, 'Consumer not exist'],
  GROUP_NOT_EXIST: [0x03e8, 'Subcribe not exist'],
  TOPIC_NOT_EXIST: [0x03e1, 'Topic not exist'],
  TOPIC_SUBSCRIBED: [0x03eb, 'Topic subscribed cannot be dropped'],
  GROUP_IN_USE: [0x03ec, 'Consumer group being used by some consumer'],
  NO_COMMITTED_OFFSET: [0x0a0d, 'No committed offset record'],
  INVALID_TOPIC_QUERY: [0x2639, 'Invalid topic query'],
  IN_SNAPSHOT: [0x4006, 'Can not operate in snapshot mode'],
  OFFSET_OUT_OF_RANGE: [0x4007, 'Offset out of range'],
  VGROUP_NOT_OWNED: [0x4008, 'VgId does not belong to this consumer'],
  TOPIC_NOT_OWNED: [0x4009, 'Topic does not belong to this consumer'],
  POLL_FIRST: [0x4010, 'Assignment or poll interface need to be called first'],
  FAIL: [0xffff, 'fail'],
  UNKNOWN_OPTION: [0xfffe, 'Unknown error 65534'],
} as const satisfies Record<string, readonly [number, string]>

/** Makes an error of subscriptions. */
export function tmqError(name: keyof typeof table): EngineError {
  const [code, text] = table[name]
  return new EngineError(code, text)
}

/** What stands for the offset of messages of a snapshot. */
export const snapshotOffset = -2147467258n

/** What `committed` answers when nothing has been committed (taosAdapter TMQ protocol). */
export const nothingCommitted = -2147467247n
