const space = 32
const comma = 44
const equals = 61
const backslash = 92

/**
 * Undoes the escapes of a measurement, tag key, tag value or field key: a backslash before a comma, a space, a backslash
 * and, except in measurements, an equals sign; before anything else it stays (InfluxDB line protocol; TDengine also
 * takes the double backslash for one). Always a copy.
 */
export function unescapeName(
  bytes: Uint8Array,
  start: number,
  end: number,
  withEquals = true,
): Buffer {
  const out = Buffer.alloc(end - start)
  let length = 0
  for (let p = start; p < end; p += 1) {
    const c = bytes[p] as number
    const next = p + 1 < end ? bytes[p + 1] : -1
    if (
      c === backslash &&
      (next === comma || next === space || next === backslash || (withEquals && next === equals))
    ) {
      p += 1
      out[length++] = next
    } else out[length++] = c
  }
  return out.subarray(0, length)
}

/** A measurement as line protocol writes it. */
export function escapeMeasurement(name: string): string {
  return name.replace(/[\\, ]/g, '\\$&')
}

/** A tag key, tag value or field key as line protocol writes it. */
export function escapeName(name: string): string {
  return name.replace(/[\\,= ]/g, '\\$&')
}

/** The content of a quoted string as line protocol writes it. */
export function escapeString(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}
