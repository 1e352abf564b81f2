import { Secret } from '@tidewire/core'
import { connectTDengine, parseTDengineUrl, type TDengineClient } from '@tidewire/tdengine'
import type { QueryFlags } from '../commands/query.ts'
import { note } from '../terminal.ts'
import { endpoint } from './endpoint.ts'
import type { QueryTarget } from './query-target.ts'
import { runStatement } from './statement-runner.ts'

/** The user and password that a fresh TDengine has. */
const defaultLogin = { user: 'root', password: 'taosdata' } as const

/** Connects as the options of `query` say; what `--url` says of user, password and database wins. */
export async function connect(flags: QueryFlags): Promise<TDengineClient> {
  const url = flags.url ?? `jdbc:TAOS-WS://${await endpoint(flags, 'tdengine')}`
  const password = flags.password ?? process.env.TIDEWIRE_TDENGINE_PASSWORD ?? defaultLogin.password
  const address = parseTDengineUrl(url, {
    user: flags.user ?? defaultLogin.user,
    password: new Secret(password),
    ...(flags.database === undefined ? {} : { database: flags.database }),
  })
  for (const line of address.notes) note(line)
  // Times in SQL are read in the zone in which times are printed, as the TDengine shell does it.
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return connectTDengine({ ...address, timezone: address.timezone ?? timeZone })
}

/** TDengine as the target of `query`. */
export async function openTDengine(flags: QueryFlags): Promise<QueryTarget> {
  const client = await connect(flags)
  return {
    serverVersion: client.serverVersion,
    dialect: 'tdengine',
    prompt: 'taos> ',
    continued: '   -> ',
    run: (statement, options, signal) => runStatement(client, statement, options, signal),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}
