import type { Props } from '@tidewire/core'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { hostPort } from '../local/service.ts'
import type { OpenService } from './service.process.ts'

/** Opens the KWDB development server, with a user `test` beside `root`; it asks nobody for a password. */
export async function open(props: Props): Promise<OpenService> {
  const host = props.host ?? '127.0.0.1'
  const dataDir = props['data.dir']
  const server = await KwdbDevServer.start({
    host,
    port: Number(props.port ?? '26257'),
    admins: [{ name: 'test' }],
    log: line => console.log(`${new Date().toISOString()} ${line}`),
    ...(dataDir === undefined ? {} : { dataDir }),
  })
  console.log(`${new Date().toISOString()} KWDB listens on ${hostPort(host, server.port)}`)
  return {
    address: hostPort(host, server.port),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
