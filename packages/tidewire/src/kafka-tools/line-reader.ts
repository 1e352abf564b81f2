const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Lines of a byte stream, in lots as they arrive; the last one needs no line end. Bytes are never decoded. */
export async function* readLines(
  input: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of input) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const text = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const lines: Buffer[] = []
    let start = 0
    // What was kept has no line end in it.
    let at = text.indexOf(lineFeed, rest.length)
    while (at >= 0) {
      lines.push(withoutReturn(text.subarray(start, at)))
      start = at + 1
      at = text.indexOf(lineFeed, start)
    }
    rest = text.subarray(start)
    if (rest.length > maxLineBytes)
      throw new RangeError(`a line is longer than ${maxLineBytes} bytes`)
    if (lines.length > 0) yield lines
  }
  if (rest.length > 0) yield [withoutReturn(rest)]
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line
}
