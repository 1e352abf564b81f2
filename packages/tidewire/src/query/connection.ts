import type { QueryFlags } from '../commands/query.ts'

/** The user and password that a fresh TDengine has. */
const defaultLogin = { user: 'root', password: 'taosdata' } as const

function userInfo(user: string, password: string): string {
  return `user=${encodeURIComponent(user)}&password=${encodeURIComponent(password)}`
}

/**
 * The JDBC URL that the options of `query` mean: `--url` with what else is given added to it, else host and port, where
 * the running local environment is the default.
 */
export async function urlOf(flags: QueryFlags): Promise<string> {
  const password = flags.password ?? process.env.TIDEWIRE_TDENGINE_PASSWORD ?? defaultLogin.password
  if (flags.url !== undefined) {
    const given = [
      flags.user === undefined ? null : `user=${encodeURIComponent(flags.user)}`,
      flags.password === undefined && process.env.TIDEWIRE_TDENGINE_PASSWORD === undefined
        ? null
        : `password=${encodeURIComponent(password)}`,
    ].filter(part => part !== null)
    if (given.length === 0) return flags.url
    return `${flags.url}${flags.url.includes('?') ? '&' : '?'}${given.join('&')}`
  }
  const login = userInfo(flags.user ?? defaultLogin.user, password)
  const database = flags.database === undefined ? '' : `/${encodeURIComponent(flags.database)}`
  return `jdbc:TAOS-WS://${await address(flags)}${database}?${login}`
}

async function address(flags: QueryFlags): Promise<string> {
  if (flags.host === undefined && flags.port === undefined) {
    const { localAddress } = await import('../local/state-file.ts')
    const local = await localAddress('tdengine')
    if (local !== null) return local
  }
  const host = flags.host ?? 'localhost'
  return `${host.includes(':') ? `[${host}]` : host}:${flags.port ?? '6041'}`
}
