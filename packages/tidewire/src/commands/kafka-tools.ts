import { Command } from 'commander'

/** Options that every Kafka tool has. */
export interface ClusterFlags {
  readonly bootstrapServer?: string
  readonly brokerList?: string
  readonly commandConfig?: string
}

/** Options of `kafka-topics`. */
export interface TopicsFlags extends ClusterFlags {
  readonly create?: boolean
  readonly list?: boolean
  readonly describe?: boolean
  readonly alter?: boolean
  readonly delete?: boolean
  readonly topic?: string
  readonly partitions?: string
  readonly replicationFactor?: string
  readonly config: readonly string[]
  readonly deleteConfig: readonly string[]
  readonly ifNotExists?: boolean
  readonly ifExists?: boolean
  readonly excludeInternal?: boolean
}

/** Options of `kafka-console-producer`. */
export interface ProducerFlags extends ClusterFlags {
  readonly topic: string
  readonly property: readonly string[]
  readonly producerProperty: readonly string[]
  readonly producerConfig?: string
  readonly compressionCodec?: string | boolean
  readonly requestRequiredAcks?: string
  readonly batchSize?: string
  readonly timeout?: string
}

/** Options of `kafka-console-consumer`. */
export interface ConsumerFlags extends ClusterFlags {
  readonly topic?: string
  readonly include?: string
  readonly fromBeginning?: boolean
  readonly maxMessages?: string
  readonly timeoutMs?: string
  readonly partition?: string
  readonly offset?: string
  readonly group?: string
  readonly property: readonly string[]
  readonly consumerProperty: readonly string[]
  readonly consumerConfig?: string
  readonly isolationLevel?: string
}

/** Options of `kafka-consumer-groups`. */
export interface GroupsFlags extends ClusterFlags {
  readonly list?: boolean
  readonly describe?: boolean
  readonly delete?: boolean
  readonly group: readonly string[]
  readonly allGroups?: boolean
  readonly state?: boolean
  readonly members?: boolean
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}

function tool(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option(
      '--bootstrap-server <host:port>',
      'brokers, separated by commas (default: TIDEWIRE_BOOTSTRAP_SERVERS, else the running local environment, else localhost:9092)',
    )
    .option('--command-config <file>', 'properties for the connection: TLS, SASL, time-outs')
}

function topics(): Command {
  return tool('kafka-topics', 'create, list, describe, alter and delete topics of any Kafka')
    .option('--create', 'create a topic')
    .option('--list', 'list the topics')
    .option('--describe', 'show partitions, leaders, replicas and settings')
    .option('--alter', 'add partitions')
    .option('--delete', 'delete a topic')
    .option('--topic <name>', 'the topic; for list, describe and delete also a regular expression')
    .option('--partitions <number>', 'number of partitions (default: 1)')
    .option('--replication-factor <number>', "copies of each partition (default: the broker's)")
    .option('--config <key=value>', 'a setting of the topic; may be repeated', collect, [])
    .option('--delete-config <key>', 'takes a setting away; may be repeated', collect, [])
    .option('--if-not-exists', 'with --create: no error when the topic exists')
    .option('--if-exists', 'with --alter, --describe, --delete: no error when it does not exist')
    .option('--exclude-internal', 'leave out internal topics')
    .addHelpText(
      'after',
      `
Examples:
  $ tidewire kafka-topics --create --topic meters --partitions 5 --bootstrap-server localhost:9092
  $ tidewire kafka-topics --bootstrap-server localhost:9092 --list
  $ tidewire kafka-topics --describe --topic meters
  $ tidewire kafka-topics --delete --topic meters`,
    )
    .action(async (flags: TopicsFlags) => {
      const { runTopics } = await import('../kafka-tools/topics.ts')
      await runTopics(flags)
    })
}

function producer(): Command {
  return tool('kafka-console-producer', 'send lines of standard input to a topic of any Kafka')
    .option('--broker-list <host:port>', 'the same as --bootstrap-server')
    .requiredOption('--topic <name>', 'the topic')
    .option(
      '--property <key=value>',
      'parse.key, key.separator, parse.headers, headers.delimiter, headers.separator, headers.key.separator, null.marker, ignore.error; may be repeated',
      collect,
      [],
    )
    .option(
      '--producer-property <key=value>',
      'a setting of the producer; may be repeated',
      collect,
      [],
    )
    .option('--producer.config <file>', 'properties for the producer: TLS, SASL, time-outs')
    .option('--compression-codec [codec]', 'none, gzip, snappy, lz4 or zstd; gzip without a value')
    .option('--request-required-acks <acks>', '-1, 0 or 1 (default: -1)')
    .option('--batch-size <bytes>', 'bytes of a batch')
    .option('--timeout <ms>', 'longest wait for more lines before a batch is sent (default: 100)')
    .addHelpText(
      'after',
      `
Examples:
  $ cat test-data.txt | tidewire kafka-console-producer --broker-list localhost:9092 --topic meters
  $ echo 'k1:v1' | tidewire kafka-console-producer --topic t --property parse.key=true --property key.separator=:`,
    )
    .action(async (flags: ProducerFlags & Readonly<Record<string, string>>) => {
      const { runProducer } = await import('../kafka-tools/producer.ts')
      const config = flags['producer.config']
      await runProducer(config === undefined ? flags : { ...flags, producerConfig: config })
    })
}

function consumer(): Command {
  return tool('kafka-console-consumer', 'print the records of a topic of any Kafka')
    .option('--topic <name>', 'the topic')
    .option('--include <regex>', 'topics by a regular expression')
    .option('--from-beginning', 'start at the earliest record when the group has no offset')
    .option('--max-messages <number>', 'end after this many records')
    .option('--timeout-ms <ms>', 'end when nothing has come for this long')
    .option('--partition <number>', 'read one partition, without a group')
    .option('--offset <offset>', 'with --partition: a number, earliest or latest (default: latest)')
    .option('--group <id>', 'consumer group (default: one of its own, whose offsets are not kept)')
    .option(
      '--property <key=value>',
      'print.key, print.value, print.timestamp, print.headers, print.partition, print.offset, key.separator, line.separator, headers.separator, null.literal; may be repeated',
      collect,
      [],
    )
    .option(
      '--consumer-property <key=value>',
      'a setting of the consumer; may be repeated',
      collect,
      [],
    )
    .option('--consumer.config <file>', 'properties for the consumer: TLS, SASL, time-outs')
    .option('--isolation-level <level>', 'read_committed or read_uncommitted (default)')
    .addHelpText(
      'after',
      `
Examples:
  $ tidewire kafka-console-consumer --bootstrap-server localhost:9092 --from-beginning --topic meters
  $ tidewire kafka-console-consumer --topic meters --from-beginning --max-messages 10 --property print.key=true
  $ tidewire kafka-console-consumer --topic meters --partition 0 --offset 100`,
    )
    .action(async (flags: ConsumerFlags & Readonly<Record<string, string>>) => {
      const { runConsumer } = await import('../kafka-tools/consumer.ts')
      const config = flags['consumer.config']
      await runConsumer(config === undefined ? flags : { ...flags, consumerConfig: config })
    })
}

function groups(): Command {
  return tool('kafka-consumer-groups', 'list, describe and delete consumer groups of any Kafka')
    .option('--list', 'list the groups')
    .option('--describe', 'show offsets and lag of each partition')
    .option('--delete', 'delete groups that have no members')
    .option('--group <id>', 'a group; may be repeated', collect, [])
    .option('--all-groups', 'all groups')
    .option('--state', 'with --describe: the state of the group; with --list: the states too')
    .option('--members', 'with --describe: the members')
    .addHelpText(
      'after',
      `
Examples:
  $ tidewire kafka-consumer-groups --bootstrap-server localhost:9092 --list
  $ tidewire kafka-consumer-groups --describe --group connect-TDengineSinkConnector`,
    )
    .action(async (flags: GroupsFlags) => {
      const { runGroups } = await import('../kafka-tools/groups.ts')
      await runGroups(flags)
    })
}

/** `tidewire kafka-topics` and the other tools with the names and flags of Kafka's own. */
export function kafkaToolCommands(): Command[] {
  return [topics(), producer(), consumer(), groups()]
}
