import type { Props, SinkTaskContext, SourceTaskContext } from '@tidewire/core'
import { kwdbClient, kwdbSinkPlugin, kwdbSourcePlugin, parseKwdbUrl } from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { randomOf } from '../random-numbers.ts'
import { kafkaBatch } from '../record-batch.ts'
import { RandomRecords } from './random-records.ts'
import { StatementTap } from './statement-tap.ts'

/** Statements of the corpus. */
export const corpusSize = 2000

const seed = 20_240_122
const formats = [
  ['json_kaiwudb', ['ms', 'us', 'ns'], 69],
  ['json_opentsdb', ['ms', 's'], 20],
  ['line_opentsdb', ['ms', 's'], 20],
  ['line_influxdb', ['ns', 'us', 'ms'], 39],
] as const

const token = /e'(?:[^'\\]|\\.)*'|b'[^']*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|-?\b\d[\w.+-]*/g

/** A statement with its names and values replaced by what they are. */
function sketchOf(statement: string): string {
  return statement.replace(token, text => {
    if (text.startsWith('"')) return '@'
    return /^[eb]?'/.exec(text)?.[0] ?? '0'
  })
}

/** The kind of a statement: its words, without names and values, lists cut to their first element. */
export function shapeOf(statement: string): string {
  return sketchOf(statement)
    .replace(/\(0\)/g, '')
    .replace(/ VALUES .*$/s, ' VALUES')
    .replace(/@ (\w+)( NOT NULL)?(, @ \w+( NOT NULL)?)+/g, '@ $1$2 …')
    .replace(/@(, @)+/g, '@')
}

/**
 * Every statement that the connectors send for random records of all formats, each once, in the order in which it was
 * first sent. The same seed gives the same statements.
 */
export async function emittedStatements(): Promise<readonly string[]> {
  await using server = await KwdbDevServer.start({ port: 0, memoryLimit: '600MB' })
  await using tap = await StatementTap.start(server.port)
  const url = `jdbc:kaiwudb://127.0.0.1:${tap.port}/?sslmode=disable`
  {
    await using admin = kwdbClient(parseKwdbUrl(server.jdbcUrl, { user: 'root' }))
    await admin.query('CREATE TS DATABASE tsdb')
  }
  const records = new RandomRecords(randomOf(seed))
  for (const [format, units, rounds] of formats) {
    for (const unit of units) {
      await writeAll(url, format, unit, records, Math.ceil(rounds / units.length))
    }
  }
  await readAll(url)
  return selected([...new Set(tap.statements)])
}

/** Takes all kinds of statements, and of those that are many only as many as find room. */
function selected(statements: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  const ranked = statements.map((statement, at) => {
    const shape = sketchOf(statement)
    const before = seen.get(shape) ?? 0
    seen.set(shape, before + 1)
    return { statement, at, before }
  })
  return ranked
    .sort((a, b) => a.before - b.before || a.at - b.at)
    .slice(0, corpusSize)
    .sort((a, b) => a.at - b.at)
    .map(({ statement }) => statement)
}

function recordsOf(records: RandomRecords, format: string, unit: string): readonly string[] {
  switch (format) {
    case 'json_kaiwudb':
      return records.kaiwu(unit)
    case 'json_opentsdb':
      return records.opentsdb(unit)
    case 'line_opentsdb':
      return records.telnet(unit)
    default:
      return records.lines(unit)
  }
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const metrics = { add: () => {}, set: () => {} }

/** Writes so many tables through the sink, each record in a delivery of its own. */
async function writeAll(
  url: string,
  format: string,
  unit: string,
  records: RandomRecords,
  tables: number,
): Promise<void> {
  const { signal } = new AbortController()
  const task = kwdbSinkPlugin.newTask()
  const context: SinkTaskContext = {
    connector: 'corpus',
    task: 0,
    log: quiet,
    metrics,
    // What cannot be written makes no statement.
    errantRecords: { report: async () => {} },
    retryAfter: () => {},
  }
  const props: Props = {
    'connection.url': url,
    'connection.user': 'root',
    'connection.database': 'tsdb',
    'protocol.type': format,
    'timestamp.precision': unit,
    'auto.create': 'true',
    'auto.evolve': 'true',
    'opentsdb.value.type': unit === 's' ? 'float8' : 'varchar',
  }
  await task.start(props, context, signal)
  try {
    for (let table = 0; table < tables; table += 1) {
      for (const record of recordsOf(records, format, unit)) {
        await task.put([kafkaBatch('corpus', [record])], signal)
      }
    }
  } finally {
    await task.stop()
  }
}

/** Reads all tables through the source, until it has nothing more. */
async function readAll(url: string): Promise<void> {
  const { signal } = new AbortController()
  const connector = kwdbSourcePlugin.newConnector()
  const props: Props = {
    'connection.url': url,
    'connection.user': 'root',
    'connection.database': 'tsdb',
    'topic.prefix': 'kw',
    'poll.interval.ms': '1',
    'query.interval.ms': '0',
    'timestamp.end': '2024-01-01 00:00:00',
  }
  await connector.start(props, {
    name: 'corpus',
    log: quiet,
    signal,
    requestTaskReconfiguration: () => {},
    raiseError: error => {
      throw error
    },
  })
  const [taskProps = props] = await connector.taskConfigs(1, signal)
  const task = kwdbSourcePlugin.newTask()
  const context: SourceTaskContext = {
    connector: 'corpus',
    task: 0,
    log: quiet,
    metrics,
    offsets: { offset: async () => null },
    textValues: true,
  }
  await task.start(taskProps, context, signal)
  try {
    for (let empty = 0; empty < 3; ) {
      const polled = await task.poll(signal)
      const count = Array.isArray(polled) ? polled.length : (polled as { count: number }).count
      empty = count === 0 ? empty + 1 : 0
    }
  } finally {
    await task.stop()
    await connector.stop()
  }
}
