import { engineError } from '../engine/error-code.ts'
import { checkLogin } from '../http/auth.ts'
import type { Arguments } from '../ws/json-frame.ts'
import { type Action, adapterError, Socket } from '../ws/socket.ts'

/** Kinds of the arguments of `insert`, the same on every endpoint that has it. */
const insertKinds = {
  req_id: 'uint',
  protocol: 'int',
  precision: 'string',
  ttl: 'int',
  data: 'string',
  table_name_key: 'string',
} as const

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
      run: args => this.#insert(args),
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
    const { engine } = this.context
    const refused = checkLogin(engine.catalog, {
      user: args.string('user'),
      password: args.string('password'),
    })
    if (refused !== undefined) throw refused
    const database = args.string('db')
    if (database !== '' && engine.database(database) === undefined) {
      throw engineError('DB_NOT_EXIST')
    }
    this.#database = database === '' ? undefined : database
    this.connected = true
    return {}
  }

  async #insert(args: Arguments): Promise<Record<string, unknown>> {
    const protocol = args.int('protocol') ?? 0
    if (protocol === 0) throw adapterError('schemaless write protocol is null')
    const result = await this.context.schemaless.write({
      database: this.#database,
      protocol,
      precision: args.string('precision'),
      ttl: args.int('ttl') ?? 0,
      tableNameKey: args.string('table_name_key'),
      data: args.string('data'),
    })
    return { affected_rows: result.affectedRows, total_rows: result.totalRows }
  }
}
