import type { ConfigComplaint, Props } from './connector.ts'

/** A complaint about the value of a key, in Kafka Connect's words. */
export function invalidValue(props: Props, key: string, reason: string): ConfigComplaint {
  return { key, message: `Invalid value ${props[key]} for configuration ${key}: ${reason}` }
}

/**
 * What is wrong with the range of a source: `timestamp.initial` (in nanoseconds since the epoch, as all here) must not
 * lie after `now` (milliseconds), and `timestamp.end` must come after it. Absent ends pass.
 */
export function timeRangeComplaints(
  props: Props,
  range: { readonly initial: bigint | null; readonly end: bigint | null },
  now: number,
): ConfigComplaint[] {
  const complaints: ConfigComplaint[] = []
  const complain = (key: string, reason: string) =>
    complaints.push(invalidValue(props, key, reason))
  const { initial, end } = range
  if (initial !== null && initial > BigInt(now) * 1_000_000n) {
    complain('timestamp.initial', 'it lies in the future')
  }
  if (initial !== null && end !== null && end <= initial) {
    complain('timestamp.end', 'it is not after timestamp.initial')
  }
  return complaints
}
