import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningTDengine, TDengineDevServer } from '@tidewire/local/tdengine'
import { connectTDengine, parseTDengineUrl, type TDengineClient } from '@tidewire/tdengine'
import type { RowOf, StreamProperties } from '@tidewire/tdengine/stream'

/** Rows of `power.meters` with their sub-table. */
export type Meter = RowOf<{
  ts: 'TIMESTAMP'
  current: 'FLOAT'
  voltage: 'INT'
  phase: 'FLOAT'
  location: 'VARCHAR'
  groupid: 'INT'
  tbname: 'VARCHAR'
}>

/** All of `power.meters` in the order that sinks here are given. */
export const metersQuery =
  'select ts, `current`, voltage, phase, location, groupid, tbname from power.meters'

/** Fields of `metersQuery`. */
export const meterFields = ['ts', 'current', 'voltage', 'phase', 'location', 'groupid', 'tbname']

/** The sum of the voltages of `power.meters`, and of its first table. */
export const totalVoltage = 3663
export const firstTableVoltage = 1818

/** The example data of the TDengine Flink connector's tests: two meters, three readings an hour, three hours. */
export class Power implements AsyncDisposable {
  readonly client: TDengineClient
  readonly server: RunningTDengine

  private constructor(client: TDengineClient, server: RunningTDengine) {
    this.client = client
    this.server = server
  }

  /** Another connection to a server that has the data. */
  static async connect(server: RunningTDengine): Promise<Power> {
    return new Power(await connectTDengine(parseTDengineUrl(loginUrl(server))), server)
  }

  static async open(server: RunningTDengine, precision = 'ms'): Promise<Power> {
    const power = await Power.connect(server)
    await power.run(
      `create database power vgroups 5 precision '${precision}' wal_retention_period 3600`,
      'create stable power.meters (ts timestamp, `current` float, voltage int, phase float) tags (location binary(64), groupid int)',
      `create database power_sink vgroups 5 precision '${precision}'`,
      'create stable power_sink.sink_meters (ts timestamp, `current` float, voltage int, phase float) tags (location binary(64), groupid int)',
      'create table power_sink.sink_normal (ts timestamp, `current` float, voltage int, phase float)',
    )
    await power.run(...readings(precision))
    return power
  }

  async run(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.client.execute(statement)
  }

  /** The single number that a query answers. */
  async number(sql: string): Promise<number> {
    const { rows } = await this.client.query(sql)
    return Number(rows[0]?.[0] ?? 0)
  }

  get sinkSum(): Promise<number> {
    return this.number('select sum(voltage) from power_sink.sink_meters')
  }

  /** Properties of a source. */
  get source(): StreamProperties {
    return { url: loginUrl(this.server), 'value.deserializer': 'RowData' }
  }

  /** Properties of a subscription from its beginning. */
  cdc(group: string): StreamProperties {
    return {
      'bootstrap.servers': `${this.server.host}:${this.server.port}`,
      'group.id': group,
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
      'poll.interval_ms': '50',
      'value.deserializer': 'RowData',
    }
  }

  /** Properties of a sink into `power_sink.sink_meters`. */
  get sink(): StreamProperties {
    return {
      url: loginUrl(this.server),
      dbname: 'power_sink',
      super_table_name: 'sink_meters',
      'batch.size': '2000',
      'value.deserializer': 'RowData',
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]()
  }
}

function loginUrl(server: RunningTDengine): string {
  return `jdbc:TAOS-WS://${server.host}:${server.port}/?user=root&password=taosdata`
}

function readings(precision: string): string[] {
  const meters = [
    { name: 'd1001', location: 'California.SanFrancisco', group: 1, voltages: [201, 202, 203] },
    { name: 'd1002', location: 'Alabama.Montgomery', group: 2, voltages: [204, 205, 206] },
  ]
  return meters.map(({ name, location, group, voltages }) => {
    const rows = [17, 18, 19].flatMap(hour =>
      voltages.map((voltage, i) => {
        const time = `2024-12-19T${hour}:12:${45 + i}.642Z`
        const text = precision === 'ms' ? time : time.replace('.642Z', '.642001Z')
        return `('${text}', ${9.5 + i}, ${voltage}, 0.3${i})`
      }),
    )
    return `insert into power.${name} using power.meters tags ('${location}', ${group}) values ${rows.join(' ')}`
  })
}

/** Makes the topic with all of `power.meters`. */
export const metersTopic =
  'create topic topic_meters as select ts, `current`, voltage, phase, location, groupid, tbname from power.meters'

/** A server with the example data and its topic, and a folder; new for each test. */
export class GivenPower implements AsyncDisposable {
  readonly server: RunningTDengine
  readonly power: Power
  readonly folder: string

  private constructor(server: RunningTDengine, power: Power, folder: string) {
    this.server = server
    this.power = power
    this.folder = folder
  }

  static async open(): Promise<GivenPower> {
    const folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
    const server = await TDengineDevServer.start()
    const power = await Power.open(server)
    await power.run(metersTopic)
    return new GivenPower(server, power, folder)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.power[Symbol.asyncDispose]()
    await this.server.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
