import type { RowOf, StreamProperties } from '@tidewire/tdengine/stream'

/** A row of `power.meters`: with its columns declared, the compiler knows their types. */
export type Meter = RowOf<{
  ts: 'TIMESTAMP'
  current: 'FLOAT'
  voltage: 'INT'
  phase: 'FLOAT'
  location: 'VARCHAR'
  groupid: 'INT'
  tbname: 'VARCHAR'
}>

export const metersQuery =
  'select ts, `current`, voltage, phase, location, groupid, tbname from power.meters'

export const meterFields = ['ts', 'current', 'voltage', 'phase', 'location', 'groupid', 'tbname']

/** Address of taosAdapter, `host:port`. */
const adapter = process.env.TIDEWIRE_ADAPTER ?? 'localhost:6041'

/** Where sources and sinks connect. */
export const connection: StreamProperties = {
  url: `jdbc:TAOS-WS://${adapter}/?user=root&password=taosdata`,
}

/** A subscription from its beginning, for a group of consumers. */
export function subscription(group: string): StreamProperties {
  return {
    'bootstrap.servers': adapter,
    'group.id': process.env.TIDEWIRE_GROUP ?? group,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
  }
}
