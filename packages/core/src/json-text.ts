const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON

/**
 * JSON of a value with bigints as numbers of all their digits and bytes as base64; undefined for what has no JSON
 * (functions, undefined).
 */
export function jsonText(value: unknown): string | undefined {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, item: unknown) {
    if (typeof item === 'bigint') return rawJson(String(item))
    // A Buffer has turned itself into an object by now.
    const bytes = this[key]
    return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : item
  })
}
