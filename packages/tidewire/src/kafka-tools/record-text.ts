import { type BytesBatch, keyBytes, offsetOf, type Props, valueBytes } from '@tidewire/core'
import { raise } from '../errors.ts'

/** How a record is printed: the properties of Kafka's DefaultMessageFormatter. */
export interface RecordFormat {
  readonly key: boolean
  readonly value: boolean
  readonly timestamp: boolean
  readonly headers: boolean
  readonly partition: boolean
  readonly offset: boolean
  readonly keySeparator: Buffer
  readonly lineSeparator: Buffer
  readonly headersSeparator: Buffer
  readonly nullLiteral: Buffer
}

const known = [
  'print.key',
  'print.value',
  'print.timestamp',
  'print.headers',
  'print.partition',
  'print.offset',
  'key.separator',
  'line.separator',
  'headers.separator',
  'null.literal',
]

/** Reads the format from `--property` values; deserializers are accepted and mean bytes as they are. */
export function recordFormat(props: Props): RecordFormat {
  const unknown = Object.keys(props).find(
    key => !known.includes(key) && !/^(key|value|headers)\.deserializer$/.test(key),
  )
  if (unknown !== undefined) {
    throw raise('CLI_USAGE', { problem: `--property ${unknown} is not known here` })
  }
  const flag = (key: string, otherwise: boolean) =>
    props[key] === undefined ? otherwise : props[key].trim().toLowerCase() === 'true'
  const text = (key: string, otherwise: string) => Buffer.from(props[key] ?? otherwise)
  return {
    key: flag('print.key', false),
    value: flag('print.value', true),
    timestamp: flag('print.timestamp', false),
    headers: flag('print.headers', false),
    partition: flag('print.partition', false),
    offset: flag('print.offset', false),
    keySeparator: text('key.separator', '\t'),
    lineSeparator: text('line.separator', '\n'),
    headersSeparator: text('headers.separator', ','),
    nullLiteral: text('null.literal', 'null'),
  }
}

function headerParts(batch: BytesBatch, i: number, format: RecordFormat): Uint8Array[] {
  const headers = batch.headers(i)
  if (headers.length === 0) return [Buffer.from('NO_HEADERS')]
  return headers.flatMap((header, n) => [
    ...(n === 0 ? [] : [format.headersSeparator]),
    Buffer.from(`${header.key}:`),
    header.value ?? format.nullLiteral,
  ])
}

function timestampText(batch: BytesBatch, i: number): string {
  if (batch.timestampType === 'NoTimestampType') return 'NO_TIMESTAMP'
  return `${batch.timestampType}:${batch.timestamp(i)}`
}

/** The bytes of one record in print, line separator included. The order of the parts is Kafka's. */
export function recordParts(batch: BytesBatch, i: number, format: RecordFormat): Uint8Array[] {
  const columns: Uint8Array[][] = []
  if (format.timestamp) columns.push([Buffer.from(timestampText(batch, i))])
  if (format.partition) columns.push([Buffer.from(`Partition:${batch.partition}`)])
  if (format.offset) columns.push([Buffer.from(`Offset:${offsetOf(batch, i)}`)])
  if (format.headers) columns.push(headerParts(batch, i, format))
  if (format.key) columns.push([keyBytes(batch, i) ?? format.nullLiteral])
  if (format.value) columns.push([valueBytes(batch, i) ?? format.nullLiteral])
  const parts = columns.flatMap((column, n) =>
    n === 0 ? column : [format.keySeparator, ...column],
  )
  return [...parts, format.lineSeparator]
}
