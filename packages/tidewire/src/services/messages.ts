import type { Props } from '@tidewire/core'

/** What the supervisor tells a service process. */
export type ToService = { readonly type: 'open'; readonly props: Props } | { readonly type: 'stop' }

/** What a service process tells the supervisor. */
export type FromService =
  | { readonly type: 'ready'; readonly address: string }
  | { readonly type: 'failed'; readonly code: string; readonly reason: string }
