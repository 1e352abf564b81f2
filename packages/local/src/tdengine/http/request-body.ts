import type { IncomingMessage } from 'node:http'

/** Bytes that a request body may have. */
const bodyLimit = 256 * 1024 * 1024

/** A body that is longer than {@link bodyLimit}. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** Reads a whole body; fails with {@link BodyTooLarge} when it is longer than the limit. */
export async function readBody(request: IncomingMessage, limit = bodyLimit): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) throw new BodyTooLarge(`a body of more than ${limit} bytes`)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length)
}
