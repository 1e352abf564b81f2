import { raise } from '../errors.ts'
import type { Server } from '../wire/transport.ts'

/** Parses `bootstrap.servers`: `host:port`, `[ipv6]:port`, a listener name in front allowed (`PLAINTEXT://host:port`). */
export function parseServers(list: readonly string[]): readonly Server[] {
  const servers = list
    .filter(text => text !== '')
    .map(text => {
      const found =
        /^(?:[A-Za-z_0-9]+:\/\/)?(?:\[([0-9A-Fa-f:.%\w]+)\]|([^:/\s]+)):(\d{1,5})$/.exec(text)
      const port = Number(found?.[3])
      const host = found?.[1] ?? found?.[2]
      if (host === undefined || port < 1 || port > 65_535) {
        throw raise('KAFKA_CONFIG', {
          problem: `bootstrap.servers: ${text} is not of the form host:port`,
        })
      }
      return { host, port }
    })
  if (servers.length === 0) throw raise('KAFKA_CONFIG', { problem: 'bootstrap.servers is empty' })
  return servers
}
