import { Secret } from '@tidewire/core'
import { connectTDengine, parseTDengineUrl, type TDengineClient } from '@tidewire/tdengine'
import type { QueryFlags } from '../commands/query.ts'
import { note } from '../terminal.ts'

/** The user and password that a fresh TDengine has. */
const defaultLogin = { user: 'root', password: 'taosdata' } as const

/** `host:port` of taosAdapter: as given, else that of the running local environment, else the usual one. */
async function endpoint(flags: QueryFlags): Promise<string> {
  if (flags.host === undefined && flags.port === undefined) {
    const { localAddress } = await import('../local/state-file.ts')
    const local = await localAddress('tdengine')
    if (local !== null) return local
  }
  const host = flags.host ?? 'localhost'
  return `${host.includes(':') ? `[${host}]` : host}:${flags.port ?? '6041'}`
}

/** Connects as the options of `query` say; what `--url` says of user, password and database wins. */
export async function connect(flags: QueryFlags): Promise<TDengineClient> {
  const url = flags.url ?? `jdbc:TAOS-WS://${await endpoint(flags)}`
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
