import { channelCapacity, type Item, type Outlet } from './item.ts'

/** An item with the input channel that it came by. */
export interface Arrival {
  readonly channel: number
  readonly item: Item
}

interface Queued extends Arrival {
  readonly taken: () => void
}

/** What the subtasks before have sent to one subtask, in the order of arrival. */
export class InputQueue {
  readonly #queued: Queued[] = []
  #head = 0
  #waiting: (() => void) | null = null

  /** Adds an item; `taken` is called when the subtask begins with it. */
  push(channel: number, item: Item, taken: () => void): void {
    this.#queued.push({ channel, item, taken })
    this.#waiting?.()
  }

  /** The next item; rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<Arrival> {
    for (;;) {
      signal.throwIfAborted()
      const next = this.#queued[this.#head]
      if (next !== undefined) {
        this.#head += 1
        if (this.#head === this.#queued.length || this.#head > 256) {
          this.#queued.splice(0, this.#head)
          this.#head = 0
        }
        next.taken()
        return next
      }
      await new Promise<void>(resolve => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake)
          this.#waiting = null
          resolve()
        }
        this.#waiting = wake
        signal.addEventListener('abort', wake)
      })
    }
  }
}

/** Senders that wait until a channel has room. */
export class Room {
  #free = channelCapacity
  readonly #waiting: (() => void)[] = []
  readonly #signal: AbortSignal

  /** Whoever waits is woken when the signal is aborted: the receiver may be gone. */
  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.give(0))
  }

  /** Takes one place; waits for it. Rejects with the signal's reason. */
  async take(): Promise<void> {
    for (;;) {
      this.#signal.throwIfAborted()
      if (this.#free > 0) break
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    }
    this.#free -= 1
  }

  /** Gives places back. */
  give(count: number): void {
    this.#free += count
    for (const wake of this.#waiting.splice(0)) wake()
  }
}

/** A channel to a subtask of the same thread. */
export function localOutlet(queue: InputQueue, channel: number, signal: AbortSignal): Outlet {
  const room = new Room(signal)
  return {
    async send(item) {
      await room.take()
      queue.push(channel, item, () => room.give(1))
    },
  }
}
