// Runs a benchmark by name: npm run bench NAME -- [flags]
import { parseArgs } from 'node:util'
import { benchBroker } from './broker.ts'
import { benchCodecs } from './codecs.ts'
import { benchKwdbSink } from './kwdb-sink.ts'
import type { Format } from './meter-lines.ts'
import { benchSink } from './sink.ts'
import { benchSinkLatency } from './sink-latency.ts'
import { benchSinkTask } from './sink-task.ts'
import { benchSource, benchSubscription } from './source.ts'
import { benchQueryLatency, benchSubscriptionLatency } from './source-latency.ts'
import { benchStreamCdc, benchStreamSource } from './stream.ts'
import { benchTDengine } from './tdengine.ts'

const benchmarks: Readonly<
  Record<string, { readonly about: string; run(options: BenchOptions): Promise<unknown> }>
> = {
  broker: {
    about: 'records into the local Kafka broker and back',
    run: benchBroker,
  },
  sink: {
    about: 'a topic through the worker into a null server and into the TDengine dev server',
    run: benchSink,
  },
  codecs: {
    about: 'text of each format into columns, nothing else',
    run: benchCodecs,
  },
  'sink-task': {
    about: 'the TDengine sink task alone, fed from memory, into a null server',
    run: benchSinkTask,
  },
  'kwdb-sink': {
    about: 'json_kaiwudb and line_influxdb through the worker into a null server of KWDB',
    run: benchKwdbSink,
  },
  'sink-latency': {
    about: 'from a producer through a topic and the sink to a query, at 100 rows/s',
    run: benchSinkLatency,
  },
  'query-latency': {
    about: 'from INSERT through the source in query mode to a Kafka consumer, at 100 rows/s',
    run: benchQueryLatency,
  },
  'subscription-latency': {
    about: 'from INSERT through the source in subscription mode to a Kafka consumer, at 100 rows/s',
    run: benchSubscriptionLatency,
  },
  tdengine: {
    about: 'lines into the TDengine dev server, through /influxdb/v1/write',
    run: benchTDengine,
  },
  'stream-source': {
    about: 'a bounded read of a null server by a stream job on two threads, into a counting sink',
    run: benchStreamSource,
  },
  'stream-cdc': {
    about: 'a subscription of a null server by a stream job on two threads, into a counting sink',
    run: benchStreamCdc,
  },
  subscription: {
    about: 'a table of the TDengine dev server through the worker into a topic, by subscription',
    run: benchSubscription,
  },
  source: {
    about: 'a table of a null server through the worker into a topic, as line protocol',
    run: benchSource,
  },
}

/** Flags that all benchmarks take. */
export interface BenchOptions {
  readonly rows: number
  readonly partitions: number
  /** Format of the records of a sink. */
  readonly protocol: Format
  /** Additional connector keys, `KEY=VALUE`. */
  readonly set: readonly string[]
  /** Targets to run, e.g. `null`; empty for all. */
  readonly target: readonly string[]
  /** Flags of Node for the measured worker. */
  readonly node: readonly string[]
  /** Folder for a CPU profile of the measured process, or null. */
  readonly profile: string | null
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1000000' },
    partitions: { type: 'string', default: '1' },
    protocol: { type: 'string', default: 'line' },
    set: { type: 'string', multiple: true, default: [] },
    target: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
    node: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const protocol = values.protocol
if (protocol !== 'line' && protocol !== 'telnet' && protocol !== 'json') {
  throw new Error(`--protocol is line, telnet or json, not ${protocol}`)
}
const benchmark = benchmarks[positionals[0] ?? '']
if (benchmark === undefined || values.help) {
  console.log('npm run bench NAME -- [flags]\n')
  for (const [name, { about }] of Object.entries(benchmarks)) {
    console.log(`  ${name.padEnd(22)}${about}`)
  }
  console.log(`
  --rows N            rows to move (1000000)
  --partitions N      partitions of the topic (1)
  --protocol NAME     format of the records into the sink: line, telnet, json (line)
  --target NAME       only this target: null, null-lines, tdengine, tdengine-lines
  --set KEY=VALUE     additional connector key
  --profile FOLDER    writes a CPU profile of the measured process
  --node=FLAG         flag of Node for the worker of the sink, e.g. --node=--trace-gc
  --json              one JSON document instead of text`)
  process.exitCode = values.help ? 0 : 2
} else {
  const report = await benchmark.run({
    rows: Number(values.rows),
    partitions: Number(values.partitions),
    protocol,
    set: values.set,
    target: values.target,
    profile: values.profile ?? null,
    node: values.node,
  })
  console.log(values.json ? JSON.stringify(report, null, 2) : textOf(report))
}

/** A report as aligned text, nested objects as sections. */
function textOf(report: unknown, indent = ''): string {
  if (typeof report !== 'object' || report === null) return `${indent}${String(report)}`
  const lines: string[] = []
  for (const [key, value] of Object.entries(report)) {
    if (typeof value === 'object' && value !== null) {
      lines.push(`${indent}${key}`, textOf(value, `${indent}  `))
    } else {
      const text = typeof value === 'number' ? value.toLocaleString('en') : String(value)
      lines.push(`${indent}${key.padEnd(36 - indent.length)} ${text}`)
    }
  }
  return lines.join('\n')
}
