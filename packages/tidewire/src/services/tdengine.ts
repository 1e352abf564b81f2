import type { Props } from '@tidewire/core'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import { hostPort } from '../local/service.ts'
import type { OpenService } from './service.process.ts'

/** Opens the TDengine development server. */
export async function open(props: Props): Promise<OpenService> {
  const host = props.host ?? '127.0.0.1'
  const dataDir = props['data.dir']
  const server = await TDengineDevServer.start({
    host,
    port: Number(props.port ?? '6041'),
    ...(dataDir === undefined ? {} : { dataDir }),
  })
  console.log(`${new Date().toISOString()} TDengine listens on ${hostPort(host, server.port)}`)
  return {
    address: hostPort(host, server.port),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
