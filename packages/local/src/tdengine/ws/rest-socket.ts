import type { WebSocket } from 'ws'
import type { ServerContext } from '../server-context.ts'
import { olderActions } from './older-actions.ts'
import { QuerySocket } from './query-socket.ts'
import type { Action } from './socket.ts'

/** Actions of the older endpoint. */
const kept: readonly string[] = ['version', 'conn', 'query', 'fetch', 'fetch_block', 'free_result']

/** The older query endpoint `/rest/ws`: fewer actions, shorter replies, and silence for what it does not know. */
class RestSocket extends QuerySocket {
  protected override get answersUnknown(): boolean {
    return false
  }

  protected override get shortReplies(): boolean {
    return true
  }

  protected override actions(): ReadonlyMap<string, Action> {
    const actions = olderActions(super.actions(), kept)
    const query = actions.get('query')
    if (query !== undefined) {
      actions.set('query', {
        ...query,
        run: async args => {
          const fields = await query.run(args)
          if (fields === undefined || Buffer.isBuffer(fields)) return fields
          const { fields_precisions: _precisions, fields_scales: _scales, ...rest } = fields
          return rest
        },
      })
    }
    return actions
  }
}

/** Serves a socket of `/rest/ws`. */
export function serveRestSocket(context: ServerContext, socket: WebSocket): void {
  new RestSocket(context, socket).open()
}
