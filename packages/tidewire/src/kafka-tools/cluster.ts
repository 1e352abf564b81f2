import type { Props } from '@tidewire/core'
import type { Kafka } from '@tidewire/kafka'
import type { ClusterFlags } from '../commands/kafka-tools.ts'
import { readProperties } from '../connectors/config-file.ts'
import { raise } from '../errors.ts'

/** Options that name the cluster, and files and pairs that add to the connection's properties. */
export interface ConnectionSource {
  readonly flags: ClusterFlags
  /** Files of properties, later ones win. */
  readonly files: readonly (string | undefined)[]
  /** `key=value` pairs of the command line; they win over the files. */
  readonly pairs: readonly string[]
}

/** Reads `key=value` pairs of a repeated option; a value may hold `=`. */
export function parsePairs(pairs: readonly string[], option: string): Props {
  const found: Record<string, string> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw raise('CLI_USAGE', { problem: `${option} ${pair} is not key=value` })
    found[pair.slice(0, at).trim()] = pair.slice(at + 1)
  }
  return found
}

/** A number of the command line, at least `least`. */
export function parseCount(text: string, option: string, least: number): number {
  const value = Number(text)
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
  throw raise('CLI_USAGE', { problem: `${option} ${text} is no whole number of at least ${least}` })
}

async function bootstrapServers(flags: ClusterFlags, props: Props): Promise<string> {
  const named = flags.bootstrapServer ?? flags.brokerList ?? props['bootstrap.servers']
  if (named !== undefined && named !== '') return named
  const environment = process.env.TIDEWIRE_BOOTSTRAP_SERVERS
  if (environment !== undefined && environment !== '') return environment
  const { localAddress } = await import('../local/state-file.ts')
  return (await localAddress('kafka')) ?? 'localhost:9092'
}

/** All properties of a connection: files, then pairs, then the servers. */
export async function connectionProps(source: ConnectionSource): Promise<Props> {
  let props: Props = {}
  for (const file of source.files) {
    if (file !== undefined) props = { ...props, ...(await readProperties(file)) }
  }
  props = { ...props, ...parsePairs(source.pairs, '--producer-property or --consumer-property') }
  return { ...props, 'bootstrap.servers': await bootstrapServers(source.flags, props) }
}

/** How long a command keeps trying to reach a cluster, in milliseconds: somebody waits at the prompt. */
export const patienceMs = '10000'

/** Connects to a cluster. */
export async function connectKafka(props: Props, clientId: string): Promise<Kafka> {
  const { openKafka } = await import('@tidewire/kafka')
  // A program that is no broker may take the connection and never answer.
  const patient = {
    'default.api.timeout.ms': patienceMs,
    'request.timeout.ms': patienceMs,
    ...props,
  }
  return openKafka(patient, { clientId: props['client.id'] ?? clientId })
}
