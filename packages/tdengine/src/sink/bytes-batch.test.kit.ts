import type { BytesBatch } from '@tidewire/core'

/** A batch as Kafka delivers it, with a few bytes of framing around every value, for tests. */
export function bytesBatch(
  values: readonly (string | Uint8Array | null)[],
  options: { topic?: string; partition?: number; baseOffset?: bigint; key?: string } = {},
): BytesBatch {
  const parts: Buffer[] = []
  const starts = new Int32Array(values.length)
  const lengths = new Int32Array(values.length)
  const keyStarts = new Int32Array(values.length)
  const keyLengths = new Int32Array(values.length).fill(-1)
  let at = 0
  const add = (bytes: Buffer) => {
    parts.push(bytes)
    at += bytes.length
    return at - bytes.length
  }
  values.forEach((value, i) => {
    add(Buffer.from([0xff, 0x00, 0xfe]))
    if (options.key !== undefined) {
      const key = Buffer.from(options.key)
      keyStarts[i] = add(key)
      keyLengths[i] = key.length
    }
    const bytes = value === null ? null : Buffer.from(value)
    lengths[i] = bytes === null ? -1 : bytes.length
    starts[i] = bytes === null ? at : add(bytes)
  })
  return {
    form: 'bytes',
    topic: options.topic ?? 'meters',
    partition: options.partition ?? 0,
    count: values.length,
    bytes: Buffer.concat(parts),
    baseOffset: options.baseOffset ?? 0n,
    offsetDeltas: Int32Array.from(values, (_, i) => i),
    valueStarts: starts,
    valueLengths: lengths,
    keyStarts,
    keyLengths,
    timestamp: () => 1_700_000_000_000n,
    timestampType: 'CreateTime',
    headers: () => [],
  }
}
