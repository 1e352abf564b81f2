import { connectErrors } from '@tidewire/connect'
import { coreErrors, type ErrorEntry, type ErrorTable } from '@tidewire/core'
import { formatErrors } from '@tidewire/formats'
import { kafkaErrors } from '@tidewire/kafka'
import { kwdbErrors } from '@tidewire/kwdb'
import { kafkaServerErrors } from '@tidewire/local/kafka'
import { streamErrors } from '@tidewire/streams'
import { tdengineErrors } from '@tidewire/tdengine'
import { cliErrors } from 'tidewire'

/** An error table, the package it belongs to, and how its codes begin. */
export interface PackageErrors {
  readonly name: string
  readonly about: string
  readonly prefix: string
  readonly table: ErrorTable
}

/** The error tables of all packages, in the order of the page. */
export const packageErrors: readonly PackageErrors[] = [
  {
    name: 'core',
    about: 'Configurations of connectors, workers and clients.',
    prefix: 'CONFIG_',
    table: coreErrors,
  },
  {
    name: 'connect',
    about: 'The worker: its configuration, REST interface, connectors and tasks.',
    prefix: 'CONNECT_',
    table: connectErrors,
  },
  {
    name: 'kafka',
    about: 'Everything that talks to Kafka: tasks, the worker, the Kafka tools.',
    prefix: 'KAFKA_',
    table: kafkaErrors,
  },
  {
    name: 'streams',
    about: 'Stream jobs: building, running, checkpoints.',
    prefix: 'STREAM_',
    table: streamErrors,
  },
  {
    name: 'tdengine',
    about: 'The TDengine client and the sink connector.',
    prefix: 'TDENGINE_',
    table: tdengineErrors,
  },
  {
    name: 'kwdb',
    about: 'The KWDB client and its connectors.',
    prefix: 'KWDB_',
    table: kwdbErrors,
  },
  {
    name: 'formats',
    about: 'Line protocol, OpenTSDB telnet and JSON.',
    prefix: 'FORMATS_',
    table: formatErrors,
  },
  {
    name: 'tidewire',
    about: 'The command line.',
    prefix: 'CLI_',
    table: cliErrors,
  },
  {
    name: 'local',
    about: 'The local Kafka broker. The local TDengine answers with the codes of TDengine.',
    prefix: 'LOCAL_',
    table: kafkaServerErrors,
  },
]

const introduction = `<!-- Written by \`npm run docs\` from the error tables of the packages; change those. -->

# Errors

An error has a code that never changes. You meet it in the log, in the trace of a failed task (\`GET /connectors/NAME/status\`), in
the headers of a dead letter and on the terminal:

    TDENGINE_BAD_RECORD: TDengine refused the record for database power
      record: topic meters, partition 0, offset 4711
      sample: meters,groupid=2 current=eleven 1648432611249000000
      server said: [0x3002] Invalid data format
      retry: cannot help
      hint: Correct the producer of the record. …

*Retry* says whether doing the same again can succeed. Where it can, Tidewire does so by itself, with growing pauses; such an error
reaches you when the time allowed for it is over. \`{name}\` stands for what differs from case to case. An error without a code of its
own is \`INTERNAL\`: a defect of Tidewire, please report it.
`

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function row(code: string, entry: ErrorEntry): string {
  const advice = [entry.about, entry.hint].filter(text => text !== undefined).join(' ')
  const retry = entry.retriable ? 'can help' : 'no'
  return `| \`${code}\` | ${cell(entry.message)} | ${retry} | ${cell(advice)} |`
}

/** The page `docs/reference/errors.md`. */
export function errorsReference(): string {
  const sections = packageErrors.map(({ name, about, table }) => {
    const rows = Object.entries(table).map(([code, entry]) => row(code, entry))
    return [
      `## ${name}`,
      '',
      about,
      '',
      '| code | message | retry | what to do |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  })
  return [introduction, ...sections].join('\n')
}
