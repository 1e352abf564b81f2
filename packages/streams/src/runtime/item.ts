import type { Chunk } from '../operators/chunk.ts'

/** What goes over between two subtasks, in order. */
export type Item =
  | { readonly kind: 'chunk'; readonly chunk: Chunk }
  | { readonly kind: 'watermark'; readonly time: number }
  /** Everything before it belongs to checkpoint `id`. */
  | { readonly kind: 'barrier'; readonly id: number }
  /** Nothing more comes: the input is done, or the job was asked to stop and will go on another time. */
  | { readonly kind: 'end'; readonly stopped: boolean }

/** The sending end of a channel to one subtask. */
export interface Outlet {
  /** Resolves when the item is queued; waits while the receiver has too many. */
  send(item: Item): Promise<void>
}

/** Items that a channel may hold that the receiver has not begun with. */
export const channelCapacity = 4
