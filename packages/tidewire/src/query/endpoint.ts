import type { QueryFlags } from '../commands/query.ts'
import { defaultPorts, type ServiceName } from '../local/service.ts'

/** `host:port` of a database: as given, else that of the running local environment, else the usual one. */
export async function endpoint(flags: QueryFlags, name: ServiceName): Promise<string> {
  if (flags.host === undefined && flags.port === undefined) {
    const { localAddress } = await import('../local/state-file.ts')
    const local = await localAddress(name)
    if (local !== null) return local
  }
  const host = flags.host ?? 'localhost'
  return `${host.includes(':') ? `[${host}]` : host}:${flags.port ?? defaultPorts[name]}`
}
