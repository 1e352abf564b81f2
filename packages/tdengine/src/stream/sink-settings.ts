import type { TDengineAddress } from '../client/api.ts'
import { raise } from '../errors.ts'
import { addressOf, connectionKeys } from './address.ts'
import { TDengineConfigParams as keys, type StreamProperties } from './parameters.ts'
import { PropertyReader } from './properties.ts'

/** What a sink does with deletes of a subscription. */
export type DeleteMode = 'refuse' | 'apply' | 'ignore'

/** What the writers of a sink need to know. */
export interface SinkSettings {
  readonly address: TDengineAddress
  readonly database: string
  readonly table: string
  readonly isSuperTable: boolean
  /** Fields in the order of lists; null for all columns of the table. */
  readonly fields: readonly string[] | null
  /** Rows of a write. */
  readonly batchSize: number
  /** Rows wait at most so long for their batch, in milliseconds; 0 for no limit but checkpoints. */
  readonly flushIntervalMs: number
  readonly maxRetries: number
  readonly retryMs: number
  readonly deletes: DeleteMode
  /** Rows go as INSERT text even where the server has prepared statements. */
  readonly asText: boolean
}

/** Our own keys, beside those of the Flink connector. */
export const sinkOwnKeys = {
  flushInterval: 'sink.buffer-flush.interval.ms',
  maxRetries: 'sink.max-retries',
  deletes: 'sink.deletes',
} as const

const sinkKeys: readonly string[] = [
  ...connectionKeys,
  keys.TD_SUPERTABLE_NAME,
  keys.TD_TABLE_NAME,
  keys.TD_BATCH_SIZE,
  keys.TD_BATCH_MODE,
  keys.TD_SOURCE_TYPE,
  keys.TD_STMT2_VERSION,
  keys.VALUE_DESERIALIZER,
  ...Object.values(sinkOwnKeys),
]

/** TDengine's first version with prepared statements of the second kind, as the connector has it. */
const defaultStmt2Version = '3.3.5.0'
const defaults = { batchSize: 1, flushIntervalMs: 1_000, maxRetries: 3, retryMs: 2_000 } as const

/**
 * Reads and checks the properties of a sink. Throws `TDENGINE_STREAM_URL` (0x2312), `TDENGINE_STREAM_DATABASE` (0xa010),
 * `TDENGINE_STREAM_TABLE` (0xa011), `TDENGINE_STREAM_DESERIALIZER` (0xa013), `TDENGINE_STREAM_COLUMNS` (0xa014) or
 * `TDENGINE_STREAM_PARAMETER` (0xa000). `hasSerializer` says that the program gives a function.
 */
export function sinkSettings(
  properties: StreamProperties,
  fields: readonly string[] | null,
  hasSerializer: boolean,
): SinkSettings {
  const reader = new PropertyReader(properties, sinkKeys)
  const address = addressOf(reader)
  const database = reader.text(keys.PROPERTY_KEY_DBNAME)
  if (database === null) throw raise('TDENGINE_STREAM_DATABASE', { reason: 'dbname is not set' })
  const superTable = reader.text(keys.TD_SUPERTABLE_NAME)
  const table = superTable ?? reader.text(keys.TD_TABLE_NAME)
  if (table === null) {
    throw raise('TDENGINE_STREAM_TABLE', {
      reason: 'neither super_table_name nor table_name is set',
    })
  }
  checkDeserializer(reader, hasSerializer)
  const sourceType = reader.word(keys.TD_SOURCE_TYPE, ['tdengine_source', 'tdengine_cdc'])
  if (sourceType !== null && reader.flag(keys.TD_BATCH_MODE) !== true) {
    throw raise('TDENGINE_STREAM_PARAMETER', {
      key: keys.TD_SOURCE_TYPE,
      reason: 'it needs td.batch.mode=true',
    })
  }
  const version = reader.text(keys.TD_STMT2_VERSION) ?? defaultStmt2Version
  if (!/^\d+(\.\d+)*/.test(version)) {
    throw raise('TDENGINE_STREAM_PARAMETER', {
      key: keys.TD_STMT2_VERSION,
      reason: `${version} is no version`,
    })
  }
  if (fields !== null && fields.length === 0) {
    throw raise('TDENGINE_STREAM_COLUMNS', { reason: 'the list is empty' })
  }
  return {
    address: { ...address, database: null },
    database: database.replace(/^`(.+)`$/, '$1'),
    table: table.replace(/^`(.+)`$/, '$1'),
    isSuperTable: superTable !== null,
    fields: fields?.map(fieldName) ?? null,
    batchSize: Math.max(1, reader.integer(keys.TD_BATCH_SIZE, -0x8000_0000) ?? defaults.batchSize),
    flushIntervalMs: reader.integer(sinkOwnKeys.flushInterval, 0) ?? defaults.flushIntervalMs,
    maxRetries:
      reader.integer(sinkOwnKeys.maxRetries, 0) ??
      (address.reconnect.enabled ? address.reconnect.attempts : defaults.maxRetries),
    retryMs: address.reconnect.enabled ? address.reconnect.intervalMs : defaults.retryMs,
    deletes: reader.word(sinkOwnKeys.deletes, ['refuse', 'apply', 'ignore']) ?? 'refuse',
    // A version beyond all servers asks for text; a lower one than the server's leaves the choice to the server.
    asText: Number(version.split('.', 1)[0]) >= 100,
  }
}

function checkDeserializer(reader: PropertyReader, hasSerializer: boolean): void {
  const named = reader.text(keys.VALUE_DESERIALIZER)
  if (named === null && !hasSerializer) {
    throw raise('TDENGINE_STREAM_DESERIALIZER', { reason: 'it is missing' })
  }
  if (named !== null && named !== 'RowData' && !hasSerializer) {
    throw raise('TDENGINE_STREAM_DESERIALIZER', {
      reason: `${named} names a class; give the function itself in the option serializer`,
    })
  }
}

/** A field without its back-quotes; a missing closing one is tolerated, as the connector does. */
function fieldName(field: string): string {
  if (!field.startsWith('`')) return field
  if (field === '`') {
    throw raise('TDENGINE_STREAM_COLUMNS', { reason: 'a lone back-quote is no field' })
  }
  return field.slice(1).replace(/`$/, '')
}
