import type { Props } from '@tidewire/core'
import { KafkaDevServer } from '@tidewire/local/kafka'
import { raise } from '../errors.ts'
import { hostPort } from '../local/service.ts'
import type { OpenService } from './service.process.ts'

/** Host and port of Kafka's `listeners`, e.g. `PLAINTEXT://127.0.0.1:9092`; only the first listener counts. */
export function parseListener(listeners: string): { readonly host: string; readonly port: number } {
  const match = /^\s*[A-Za-z_]+:\/\/(?:\[([^\]]*)\]|([^:,]*)):(\d+)/.exec(listeners)
  if (match === null) throw raise('CLI_USAGE', { problem: `listeners=${listeners} is no address` })
  const host = match[1] ?? match[2] ?? ''
  return { host: host === '' ? '0.0.0.0' : host, port: Number(match[3]) }
}

/** Keys that say where the broker is; the rest is its configuration. */
const placeKeys = ['listeners', 'log.dirs', 'log.dir'] as const

/** Opens the development broker with Kafka's own keys: listeners, log.dirs, num.partitions … */
export async function open(props: Props): Promise<OpenService> {
  const { host, port } = parseListener(props.listeners ?? 'PLAINTEXT://127.0.0.1:9092')
  const dataDir = props['log.dirs'] ?? props['log.dir']
  const config = Object.fromEntries(
    Object.entries(props).filter(([key]) => !placeKeys.some(known => known === key)),
  )
  const server = await KafkaDevServer.start({
    host,
    port,
    config,
    log: line => console.log(`${new Date().toISOString()} ${line}`),
    ...(dataDir === undefined ? {} : { dataDir }),
  })
  console.log(`${new Date().toISOString()} Kafka listens on ${hostPort(host, server.port)}`)
  return {
    address: hostPort(host, server.port),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
