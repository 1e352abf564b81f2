import type { MessagePort } from 'node:worker_threads'
import { type InputQueue, Room } from './input-queue.ts'
import type { Item, Outlet } from './item.ts'

/** What two threads say to each other: an item, or places that became free. */
type PeerMessage =
  | { readonly channel: number; readonly item: Item }
  | { readonly channel: number; readonly credit: number }

interface Inlet {
  readonly queue: InputQueue
  readonly channel: number
}

/** All channels between the subtasks of two threads, over one port. */
export class PeerLink {
  readonly #port: MessagePort
  readonly #rooms = new Map<number, Room>()
  readonly #inlets = new Map<number, Inlet>()
  /** Items that came before their subtask was set up. */
  readonly #early = new Map<number, Item[]>()

  readonly #signal: AbortSignal

  constructor(port: MessagePort, signal: AbortSignal) {
    this.#port = port
    this.#signal = signal
    port.on('message', (message: PeerMessage) => this.#receive(message))
    port.unref()
  }

  /** The sending end of a channel; `id` names it on both sides. */
  outlet(id: number): Outlet {
    const room = new Room(this.#signal)
    this.#rooms.set(id, room)
    return {
      send: async item => {
        await room.take()
        this.#post({ channel: id, item })
      },
    }
  }

  /** The receiving end of a channel: its items go to a queue as those of `channel`. */
  inlet(id: number, queue: InputQueue, channel: number): void {
    this.#inlets.set(id, { queue, channel })
    const early = this.#early.get(id) ?? []
    this.#early.delete(id)
    for (const item of early) this.#receive({ channel: id, item })
  }

  close(): void {
    this.#port.close()
  }

  #receive(message: PeerMessage): void {
    if ('credit' in message) {
      this.#rooms.get(message.channel)?.give(message.credit)
      return
    }
    const inlet = this.#inlets.get(message.channel)
    if (inlet === undefined) {
      const early = this.#early.get(message.channel)
      if (early === undefined) this.#early.set(message.channel, [message.item])
      else early.push(message.item)
      return
    }
    inlet.queue.push(inlet.channel, message.item, () =>
      this.#post({ channel: message.channel, credit: 1 }),
    )
  }

  #post(message: PeerMessage): void {
    this.#port.postMessage(message)
  }
}
