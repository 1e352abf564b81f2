import { readFileSync } from 'node:fs'
import { kwdbSinkPlugin, kwdbSourcePlugin } from '@tidewire/kwdb'
import { tdengineSinkPlugin, tdengineSourcePlugin } from '@tidewire/tdengine'
import { describe, expect, it } from 'vitest'
import { isThere } from './docs/named-tests.ts'

/** The test that shows what a key does, or the page and the words that say it does nothing. */
type Proof =
  | readonly [file: string, name: string]
  | { readonly page: string; readonly says: string }
type Proofs = Readonly<Record<string, Proof>>

const config = 'packages/tdengine/src/config.test.ts'
const sourceConfig = 'packages/tdengine/src/source-config.test.ts'
const address = 'packages/tdengine/src/client/address.test.ts'
const write = 'test/e2e/tdengine-sink/write.test.ts'
const failure = 'test/e2e/tdengine-sink/failure.test.ts'
const columns = 'test/e2e/tdengine-sink/columns.test.ts'
const typed = 'test/e2e/tdengine-sink/typed.test.ts'
const rows = 'test/e2e/tdengine-source/rows.test.ts'
const types = 'test/e2e/tdengine-source/types.test.ts'
const connector = 'test/e2e/tdengine-source/connector.test.ts'
const reading = 'test/e2e/tdengine-subscription/reading.test.ts'
const sinkTask = 'test/e2e/connect/sink-task.test.ts'
const sourceTask = 'test/e2e/connect/source-task.test.ts'
const validation = 'packages/connect/src/config/connector-validation.test.ts'
const worker = 'docs/reference/worker.md'

const mapped = 'maps JSON documents: table and child names, nested members, types, defaults'
const topics = '%j names the topic %s'
const bounds = 'timestamp.initial is included, timestamp.end is not, in connection.timezone'
const letters = 'go to the dead-letter topic with what went wrong, and the others are written'
const quiet =
  'show in no log, and their dead letters have no more headers, unless that is asked for'
const attempts = 'tries connection.attempts connections, connection.backoff.ms apart'
const inactive = { page: worker, says: 'are checked and have no effect' }

const sinkKeys: Proofs = {
  'connection.url': [address, 'a native URL means the adapter of that host, and says so'],
  'connection.user': [write, 'logs in as connection.user'],
  'connection.password': [failure, 'fails at the start with a wrong password'],
  'connection.attempts': [failure, attempts],
  'connection.backoff.ms': [failure, attempts],
  'connection.database': [write, 'stores the four rows of the tutorial'],
  'connection.timezone': [config, 'refuses time zone %s'],
  'data.precision': [write, 'reads time stamps in data.precision=%j'],
  'batch.size': [write, 'fills requests across batches and partitions and keeps every record'],
  'max.retries': [failure, 'gives every request all its retries'],
  'retry.backoff.ms': [failure, 'hands the records back to the worker when the outage is longer'],
  'db.schemaless': [write, 'stores telnet lines'],
  'connection.database.prefix': [
    write,
    'puts the topic into connection.database.prefix: a database for every topic',
  ],
  'db.charset': [config, 'refuses charset %j'],
  'connection.adapter.port': [
    write,
    'reaches the adapter of a native URL at connection.adapter.port',
  ],
  'request.max.bytes': [write, 'does not split by count with batch.size=0, but by bytes'],
  'write.method': [columns, 'sends no lines once the tables are known'],
  'write.connections': [columns, 'share the load; one of them gone, writing goes on'],
  'child.table.name.tag': [write, 'names child tables by a tag when %s says so'],
  'database.create.options': [
    typed,
    'makes a super table with the types of the lines, and lets it grow',
  ],
  'table.name': [typed, mapped],
  'child.table.name': [typed, mapped],
  'time.field': [typed, mapped],
  'tags.field': [typed, 'takes the tags from the member that tags.field names'],
  'columns.map': [typed, mapped],
  'tags.map': [typed, mapped],
  'mapping.file': [typed, 'maps JSON documents by a file, which wins over the configuration'],
  'table.grow': [typed, 'refuses what does not fit, with column and reason, and stores the others'],
  'table.ttl.days': [write, 'new child tables end after table.ttl.days, written by %s'],
  'db.timeunit': [config, 'knows the key db.timeunit of old samples'],
}

const sourceKeys: Proofs = {
  'connection.url': sinkKeys['connection.url'] as Proof,
  'connection.user': [address, 'the URL wins over the configuration, which wins over nothing'],
  'connection.password': [sourceConfig, 'keeps the password secret'],
  'connection.attempts': [rows, 'a lost connection is made again connection.attempts times'],
  'connection.backoff.ms': [rows, 'a lost connection is made again connection.attempts times'],
  'connection.database': [rows, 'is found by a name in other letters'],
  'connection.timezone': [rows, bounds],
  'data.precision': [types, 'of a %s database, %d with data.precision=%j as %s'],
  'poll.interval.ms': [
    rows,
    'without new rows are asked once in poll.interval.ms, not in a busy loop',
  ],
  'topic.prefix': [sourceConfig, topics],
  'timestamp.initial': [rows, bounds],
  'fetch.max.rows': [rows, 'come in batches of at least fetch.max.rows'],
  'query.interval.ms': [rows, 'query.interval.ms crosses years without rows at once'],
  'topic.per.stable': [sourceConfig, topics],
  'topic.ignore.db': [sourceConfig, topics],
  'out.format': [types, 'as OpenTSDB JSON, a point for each value'],
  'out.format.json.no.array': {
    page: 'docs/reference/tdengine-source.md',
    says: 'always one object',
  },
  'topic.delimiter': [sourceConfig, topics],
  tables: [
    connector,
    'divides tables among tasks, finds new ones and leaves out dropped and excluded ones',
  ],
  'read.method': [sourceConfig, 'means query mode without subscription.group.id'],
  'subscription.group.id': [
    'test/e2e/tdengine-subscription/delivery.test.ts',
    'goes on where it was after a restart, without loss and without repetition',
  ],
  'subscription.wal.only': [
    reading,
    'subscription.wal.only=%s: a row that was written over comes as %j',
  ],
  'subscription.from': [
    reading,
    'delivers only what comes later from latest, and a later table from its first row',
  ],
  'connection.adapter.port': [rows, 'is reached at connection.adapter.port'],
  'timestamp.end': [rows, bounds],
  'tables.include': [
    connector,
    'divides tables among tasks, finds new ones and leaves out dropped and excluded ones',
  ],
  'tables.exclude': [
    connector,
    'divides tables among tasks, finds new ones and leaves out dropped and excluded ones',
  ],
  'topic.naming': [sourceConfig, topics],
  'line.tags': [types, 'in line protocol, tags plain and quoted'],
  'table.name.tag': [
    rows,
    'records carry key, time and the names of their tables; a tag with the name if asked',
  ],
  'look.back.ms': [
    rows,
    'are delivered within look.back.ms, and never beyond it with late.rows.check.interval.ms=0',
  ],
  'look.back.max.rows': [rows, 'bring back their slice when there is no room to remember rows'],
  'late.rows.check.interval.ms': [
    rows,
    'are delivered within look.back.ms, and never beyond it with late.rows.check.interval.ms=0',
  ],
}

const kwdbFailure = 'test/e2e/kwdb-sink/failure.test.ts'
const kwdbWrite = 'test/e2e/kwdb-sink/write.test.ts'
const statements = 'with %j a hundred records are %i or so statements'

const kwdbSinkKeys: Proofs = {
  'connection.url': [
    'packages/kwdb/src/client/address.test.ts',
    'the URL of the user page names a host and a port',
  ],
  'connection.user': [kwdbFailure, 'a user that does not exist is refused at the start'],
  'connection.password': [
    kwdbFailure,
    'logs in with connection.password, and fails at the start with a wrong one',
  ],
  'connection.database': [
    kwdbFailure,
    'a database that is missing is never made, and the error says what to do',
  ],
  'connection.attempts': [kwdbFailure, attempts],
  'connection.backoff.ms': [kwdbFailure, attempts],
  'protocol.type': [
    'packages/kwdb/src/config.test.ts',
    'takes formats and units in any letter case',
  ],
  'timestamp.precision': [
    kwdbWrite,
    'takes times in timestamp.precision and makes columns that keep them',
  ],
  'batch.size': [kwdbWrite, statements],
  'max.retries': [kwdbFailure, 'every statement has all its retries'],
  'retry.backoff.ms': [
    'packages/kwdb/src/config.test.ts',
    'warns of a retry.backoff.ms that is over before a server can recover',
  ],
  'insert.max.rows': [kwdbWrite, statements],
  'request.max.bytes': [kwdbWrite, statements],
  'timestamp.cut': [
    kwdbWrite,
    'cuts times that are finer than the column, with one warning, or refuses them with timestamp.cut=false',
  ],
  'auto.create': [
    kwdbWrite,
    'makes tables with auto.create=true: types by suffix, texts with room, a primary_tag',
  ],
  'auto.evolve': [
    kwdbWrite,
    'adds columns and tags and widens types with auto.evolve=true, and refuses the record without',
  ],
  'opentsdb.value.type': [
    kwdbWrite,
    'write FLOAT8 with opentsdb.value.type=float8, and refuse texts then',
  ],
  'opentsdb.primary.tags': [kwdbWrite, 'make the tags of opentsdb.primary.tags primary'],
  'opentsdb.metric.column': [
    kwdbWrite,
    'write a column of a table with opentsdb.metric.column=true, else a table with the dot in its name',
  ],
}

const kwdbRows = 'test/e2e/kwdb-source/rows.test.ts'
const kwdbConnector = 'test/e2e/kwdb-source/connector.test.ts'
const kwdbTypes = 'packages/kwdb/src/source/row-writer.test.ts'
const kwdbRefused = ['packages/kwdb/src/source-config.test.ts', 'refuses %s=%s'] as const
const kwdbTopic = ['packages/kwdb/src/source/topic-name.test.ts', 'a topic is named by %j'] as const
const kwdbAttempts = [
  kwdbRows,
  'are tried connection.attempts times, connection.backoff.ms apart, before the task fails',
] as const
const kwdbLogin = [kwdbRows, 'log in with connection.user and connection.password'] as const
const kwdbBounds = [kwdbRows, bounds] as const
const kwdbChosen = [
  kwdbConnector,
  'reads the tables that are chosen, into one topic if told so',
] as const
const kwdbLate = [
  kwdbRows,
  'are delivered within look.back.ms, and never beyond it with late.rows.check.interval.ms=0',
] as const

const kwdbSourceKeys: Proofs = {
  'connection.url': kwdbSinkKeys['connection.url'] as Proof,
  'connection.user': kwdbLogin,
  'connection.password': kwdbLogin,
  'connection.database': [kwdbConnector, 'waits for a database that is missing, and makes none'],
  'connection.attempts': kwdbAttempts,
  'connection.backoff.ms': kwdbAttempts,
  'topic.prefix': kwdbTopic,
  'topic.delimiter': kwdbTopic,
  'topic.per.stable': kwdbTopic,
  'topic.ignore.db': kwdbTopic,
  'topic.append.format': kwdbTopic,
  'timestamp.initial': kwdbBounds,
  'timestamp.end': kwdbBounds,
  'connection.timezone': kwdbBounds,
  'poll.interval.ms': [kwdbRows, 'ask for new rows once in poll.interval.ms'],
  'fetch.max.rows': [
    kwdbRows,
    'are small whatever the number of rows, and a poll hands over fetch.max.rows at most',
  ],
  'query.interval.ms': [
    kwdbRows,
    'stretches without rows are crossed at once, whatever query.interval.ms is',
  ],
  'out.format': [
    'test/e2e/kwdb-source/types.test.ts',
    'in line_influxdb, with suffixes; a row without values is counted',
  ],
  'read.method': kwdbRefused,
  'timestamp.precision': [kwdbTypes, '%s in %s'],
  'json.primary.flag': [kwdbTypes, 'by itself a record has both flags of primary tags'],
  'tables.include': kwdbChosen,
  'tables.exclude': kwdbChosen,
  tables: [
    kwdbConnector,
    'finds new tables, leaves out dropped ones, and divides them among its tasks',
  ],
  'look.back.ms': kwdbLate,
  'look.back.max.rows': [kwdbRows, 'bring back their slice when there is no room to remember rows'],
  'late.rows.check.interval.ms': kwdbLate,
}

/** The worker's own keys in the configuration of a connector. */
const commonKeys: Proofs = {
  name: [
    'test/e2e/connect/worker.test.ts',
    'one that is deleted and made again at once keeps the statuses of the new one',
  ],
  'connector.class': [
    validation,
    'a configuration without a class, or with null for it, is told so',
  ],
  'tasks.max': [sinkTask, 'spreads partitions over tasks'],
  'tasks.max.enforce': [
    sourceTask,
    'more tasks than tasks.max fail the connector, unless tasks.max.enforce=false',
  ],
  'key.converter': [sinkTask, 'that cannot be converted are reported with the stage'],
  'value.converter': [sinkTask, 'that cannot be converted are reported with the stage'],
  'header.converter': [sourceTask, 'has its headers written by the header converter'],
  transforms: [
    validation,
    'names the alias and the class of a transformation that is not installed',
  ],
  predicates: [
    validation,
    'names the alias and the class of a transformation that is not installed',
  ],
  'config.action.reload': inactive,
  'errors.retry.timeout': [
    'packages/connect/src/tasks/conversion.test.ts',
    'is tried again within errors.retry.timeout=%s',
  ],
  'errors.retry.delay.max.ms': [
    'packages/connect/src/tasks/conversion.test.ts',
    'pauses no longer than errors.retry.delay.max.ms',
  ],
  'errors.tolerance': [
    sinkTask,
    'fail the task when they are not tolerated; the trace names record and reason',
  ],
  'errors.log.enable': [sinkTask, quiet],
  'errors.log.include.messages': [sinkTask, quiet],
}

const sinkCommonKeys: Proofs = {
  ...commonKeys,
  topics: [sinkTask, 'reads a list of topics'],
  'topics.regex': [
    sinkTask,
    'starts on the first record within two seconds when the topic is created later',
  ],
  'errors.deadletterqueue.topic.name': [sinkTask, letters],
  'errors.deadletterqueue.topic.replication.factor': [sinkTask, quiet],
  'errors.deadletterqueue.context.headers.enable': [sinkTask, quiet],
}

const sourceCommonKeys: Proofs = {
  ...commonKeys,
  'topic.creation.groups': [
    sourceTask,
    'are created as their groups say, before the first record, and shown',
  ],
  'exactly.once.support': [validation, 'refuses a source that must deliver exactly once'],
  'transaction.boundary': inactive,
  'transaction.boundary.interval.ms': inactive,
  'offsets.storage.topic': inactive,
}

/** The worker's keys as Kafka Connect shows them behind the connector's own. */
function recordedCommonKeys(file: string): string[] {
  const path = new URL(`./golden/tdengine-plugins/${file}`, import.meta.url)
  const names: string[] = JSON.parse(readFileSync(path, 'utf8')).map(
    (key: { readonly name: string }) => key.name,
  )
  return names.slice(names.indexOf('name'))
}

/** Keys that name no test or one that does not exist, or no page that says so. */
function unproven(proofs: Proofs): string[] {
  return Object.entries(proofs)
    .filter(([, proof]) => {
      if (!('page' in proof)) return !isThere({ file: proof[0], name: proof[1] })
      const page = readFileSync(new URL(`../${proof.page}`, import.meta.url), 'utf8')
      return !page.includes(proof.says)
    })
    .map(([key]) => key)
}

describe('every key of a configuration has a test of its effect', () => {
  it.each([
    ['the sink', Object.keys(tdengineSinkPlugin.config.keys), sinkKeys],
    ['the source', Object.keys(tdengineSourcePlugin.config.keys), sourceKeys],
    ['the KWDB sink', Object.keys(kwdbSinkPlugin.config.keys), kwdbSinkKeys],
    ['the KWDB source', Object.keys(kwdbSourcePlugin.config.keys), kwdbSourceKeys],
    ['the worker, for a sink', recordedCommonKeys('sink.config.json'), sinkCommonKeys],
    ['the worker, for a source', recordedCommonKeys('source.config.json'), sourceCommonKeys],
  ])('%s', (_, keys, proofs) => {
    expect(Object.keys(proofs).toSorted()).toEqual(keys.toSorted())
    expect(unproven(proofs)).toEqual([])
  })
})
