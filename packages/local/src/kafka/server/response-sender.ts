import type { Socket } from 'node:net'
import type { FileRegion, ResponsePart } from '../protocol/wire-writer.ts'

const chunkSize = 128 * 1024
const spareChunks = 8

/** Buffers for reading files, used again when the socket has sent them. */
class ChunkPool {
  readonly #spare: Buffer[] = []

  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(chunkSize)
  }

  giveBack(chunk: Buffer): void {
    if (this.#spare.length < spareChunks) this.#spare.push(chunk)
  }
}

/** Writes responses to sockets; file regions are read a chunk at a time, as fast as the socket takes them. */
export class ResponseSender {
  readonly #pool = new ChunkPool()

  /** Sends a response; all its regions are released. Rejects when a file cannot be read or the socket is gone. */
  async send(socket: Socket, parts: readonly ResponsePart[]): Promise<void> {
    try {
      socket.cork()
      for (const part of parts) {
        if (part instanceof Uint8Array) {
          if (part.length > 0) await this.#write(socket, part)
        } else await this.#sendRegion(socket, part)
      }
    } finally {
      socket.uncork()
      for (const part of parts) if (!(part instanceof Uint8Array)) part.release()
    }
    if (socket.writableNeedDrain) await drained(socket)
  }

  async #sendRegion(socket: Socket, region: FileRegion): Promise<void> {
    for (let at = 0; at < region.size; ) {
      const chunk = this.#pool.take()
      const count = await region.read(chunk, at)
      if (count === 0) throw new Error('a segment file ended before its size')
      at += count
      await this.#write(socket, chunk.subarray(0, count), () => this.#pool.giveBack(chunk))
    }
  }

  async #write(socket: Socket, bytes: Buffer, done?: () => void): Promise<void> {
    if (socket.destroyed) throw new Error('the connection is closed')
    if (socket.write(bytes, done)) return
    if (socket.writableCorked > 0) {
      socket.uncork()
      if (socket.writableNeedDrain) await drained(socket)
      socket.cork()
    }
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      socket.off('drain', settle)
      socket.off('close', settle)
      if (socket.destroyed) reject(new Error('the connection is closed'))
      else resolve()
    }
    socket.once('drain', settle)
    socket.once('close', settle)
  })
}
