import type { Arguments } from '../ws/json-frame.ts'
import { logIn } from '../ws/log-in.ts'
import { type Action, adapterError, Socket } from '../ws/socket.ts'
import { insertKinds, insertLines } from './insert-action.ts'

/** The older WebSocket endpoint for schemaless writing: `conn` and `insert` only (taosAdapter `/rest/schemaless`). */
export class SchemalessSocket extends Socket {
  #database: string | undefined
  readonly #actions: Readonly<Record<string, Action>> = {
    conn: {
      kinds: { req_id: 'uint', user: 'string', password: 'string', db: 'string' },
      label: 'connect',
      needsConnection: false,
      run: async args => this.#connect(args),
    },
    insert: {
      kinds: insertKinds,
      label: 'schemaless insert',
      run: args => insertLines(this.context, this.#database, args),
    },
  }

  protected override get answersUnknown(): boolean {
    return false
  }

  protected override action(name: string): Action | undefined {
    return Object.hasOwn(this.#actions, name) ? this.#actions[name] : undefined
  }

  protected override async binary(): Promise<void> {}

  protected override async closed(): Promise<void> {}

  #connect(args: Arguments): Record<string, unknown> {
    if (this.connected) throw adapterError('duplicate connections')
    this.#database = logIn(this.context, args).database
    this.connected = true
    return {}
  }
}
