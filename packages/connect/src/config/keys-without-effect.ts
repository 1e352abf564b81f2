import { nearestName, type Props } from '@tidewire/core'
import { knownKeys } from '@tidewire/kafka'

/** Kinds of Kafka clients that a worker opens, which are the prefixes of their keys. */
export const clientKinds = ['producer', 'consumer', 'admin'] as const
type ClientKind = (typeof clientKinds)[number]

/** Keys that Kafka Connect or its clients know and that change nothing here; a `*` at the end stands for any rest. */
export interface WithoutEffect {
  readonly keys: readonly string[]
  /** Why, as the end of "… has no effect: ". */
  readonly reason: string
}

/** Keys of Kafka's clients. */
export const clientKeysWithoutEffect: readonly WithoutEffect[] = [
  {
    keys: ['key.serializer', 'value.serializer', 'key.deserializer', 'value.deserializer'],
    reason: 'converters make the bytes',
  },
  {
    keys: ['enable.auto.commit', 'auto.commit.interval.ms'],
    reason: 'the worker commits what a sink has written, every offset.flush.interval.ms',
  },
  {
    keys: ['group.id'],
    reason: 'a sink reads in the group connect-<name>; consumer.override.group.id names another',
  },
  {
    keys: [
      'interceptor.classes',
      'metric.reporters',
      'metrics.*',
      'auto.include.jmx.reporter',
      'enable.metrics.push',
      'security.providers',
      'ssl.engine.factory.class',
      'ssl.provider',
      'ssl.keymanager.algorithm',
      'ssl.trustmanager.algorithm',
      'ssl.secure.random.implementation',
      'sasl.client.callback.handler.class',
      'sasl.login.callback.handler.class',
      'sasl.login.class',
      'sasl.oauthbearer.jwt.*',
    ],
    reason: 'it is about classes of a JVM; metrics are at /metrics',
  },
  {
    keys: ['partitioner.*'],
    reason:
      'records are spread as by the default partitioner of Apache Kafka, without a look at slow brokers',
  },
  { keys: ['compression.*.level'], reason: 'compression has its default level' },
  {
    keys: ['max.in.flight.requests.per.connection'],
    reason: 'one batch of a partition is under way at a time, so that their order stays',
  },
  {
    keys: ['transactional.id', 'transaction.timeout.ms', 'transaction.two.phase.commit.enable'],
    reason: 'records are not sent in transactions',
  },
  {
    keys: ['client.rack'],
    reason: 'records are read from the leader of a partition',
  },
  {
    keys: ['group.protocol', 'group.remote.assignor', 'share.*'],
    reason: 'consumers use the classic group protocol',
  },
  {
    keys: ['internal.*', 'config.providers'],
    reason:
      'it is for Apache Kafka itself; references in the whole worker file are resolved by its config.providers',
  },
  {
    keys: ['bootstrap.controllers'],
    reason: 'clients talk to brokers (bootstrap.servers)',
  },
  {
    keys: [
      'client.dns.lookup',
      'connections.max.idle.ms',
      'reconnect.backoff.ms',
      'reconnect.backoff.max.ms',
      'socket.connection.setup.timeout.max.ms',
      'metadata.max.idle.ms',
      'metadata.recovery.*',
    ],
    reason:
      'connections are kept, opened again with retry.backoff.ms, and found anew from bootstrap.servers when all are lost',
  },
  {
    keys: ['receive.buffer.bytes', 'send.buffer.bytes'],
    reason: 'the operating system chooses the buffers of connections',
  },
  { keys: ['ssl.protocol'], reason: 'ssl.enabled.protocols names the versions of TLS' },
  { keys: ['ssl.cipher.suites'], reason: 'the cipher suites are those of Node' },
  { keys: ['sasl.kerberos.*'], reason: 'Kerberos is not available' },
  {
    keys: ['sasl.login.*', 'sasl.oauthbearer.*'],
    reason:
      'OAUTHBEARER gets and renews its token with sasl.oauthbearer.token.endpoint.url and the clientId, clientSecret and scope of sasl.jaas.config',
  },
  {
    keys: ['default.api.timeout.ms', 'retries'],
    reason:
      'delivery.timeout.ms of producers and default.api.timeout.ms of the others bound retries',
  },
]

/** Keys of the worker itself. */
export const workerKeysWithoutEffect: readonly WithoutEffect[] = [
  {
    keys: ['plugin.path', 'plugin.discovery'],
    reason: 'the connectors are built in; jars are for a JVM',
  },
  {
    keys: ['*.converter.plugin.version'],
    reason: 'there is one version of each converter',
  },
  {
    keys: ['internal.key.converter*', 'internal.value.converter*'],
    reason:
      'the topics of the worker have the format that Apache Kafka gives them without these keys',
  },
  {
    keys: ['metric.reporters', 'auto.include.jmx.reporter', 'metrics.*'],
    reason: 'they are about classes of a JVM; metrics are at /metrics',
  },
  {
    keys: ['response.http.headers.config'],
    reason: 'answers have no further headers; a proxy can add them',
  },
  {
    keys: [
      'rest.advertised.listener',
      'listeners.https.*',
      'admin.listeners.https.*',
      'ssl.client.auth',
    ],
    reason: 'the REST interface speaks http only; put a TLS proxy before it',
  },
  {
    keys: [
      'inter.worker.*',
      'scheduled.rebalance.max.delay.ms',
      'worker.sync.timeout.ms',
      'worker.unsync.backoff.ms',
    ],
    reason: 'several workers do not share work yet',
  },
  {
    keys: ['offset.flush.timeout.ms'],
    reason: 'a commit has the timeouts of the Kafka client, and is tried again',
  },
  {
    keys: ['rest.host.name', 'rest.port'],
    reason: 'Apache Kafka 3 removed it; listeners says where the REST interface listens',
  },
]

/** True when one of the keys, in which a `*` stands for anything, is this one. */
function covers(entry: WithoutEffect, key: string): boolean {
  return entry.keys.some(pattern => {
    const star = pattern.indexOf('*')
    if (star < 0) return pattern === key
    const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
    return (
      key.length >= before.length + after.length && key.startsWith(before) && key.endsWith(after)
    )
  })
}

/** Why a key has no effect in this table, or null. */
export function reasonIn(table: readonly WithoutEffect[], key: string): string | null {
  return table.find(entry => covers(entry, key))?.reason ?? null
}

/** What is to be said of keys: that one is known and changes nothing, or that nobody knows it. */
export interface KeyNotes {
  readonly withoutEffect: readonly string[]
  readonly unknown: readonly string[]
}

/** What is to be said of the client keys of a worker file that are for all its connections: `ssl.*`, `request.timeout.ms` … */
export function sharedKeyNotes(keys: readonly string[]): KeyNotes {
  const known = clientKinds.flatMap(knownKeys)
  const withoutEffect: string[] = []
  const unknown: string[] = []
  for (const key of keys) {
    if (known.includes(key)) continue
    const reason = reasonIn(clientKeysWithoutEffect, key)
    if (reason === null) unknown.push(unknownKey(key, key, known, ''))
    else withoutEffect.push(`${key} has no effect: ${reason}`)
  }
  return { withoutEffect, unknown }
}

function unknownKey(name: string, key: string, known: readonly string[], prefix: string): string {
  const nearest = nearestName(key, known)
  const advice = nearest === null ? '' : `; did you mean ${prefix}${nearest}?`
  return `unknown key ${name} is ignored${advice}`
}

/** What is to be said of the client keys under `prefix`, e.g. `producer.` of a worker or `producer.override.` of a connector. */
export function clientKeyNotes(props: Props, kind: ClientKind, prefix: string): KeyNotes {
  const known = knownKeys(kind)
  const withoutEffect: string[] = []
  const unknown: string[] = []
  for (const name of Object.keys(props)) {
    const key = name.slice(prefix.length)
    if (!name.startsWith(prefix) || known.includes(key)) continue
    if (name === 'consumer.override.group.id') continue
    const reason = reasonIn(clientKeysWithoutEffect, key)
    if (reason !== null) {
      withoutEffect.push(`${name} has no effect: ${reason}`)
      continue
    }
    unknown.push(unknownKey(name, key, known, prefix))
  }
  return { withoutEffect, unknown }
}
