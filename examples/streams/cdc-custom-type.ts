// Follows a topic and makes elements of an own type from each row.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { TDengineCdcSource } from '@tidewire/tdengine/stream'
import { subscription } from './meters.ts'

class Reading {
  readonly table: string
  readonly voltage: number

  constructor(table: string, voltage: number) {
    this.table = table
    this.voltage = voltage
  }
}

export default function job(env: StreamEnvironment): void {
  env
    .from(
      new TDengineCdcSource<Reading>('topic_meters', subscription('cdc_custom'), {
        deserializer: ({ columns, values }) => {
          const value = (name: string) => values[columns.findIndex(c => c.name === name)]
          return new Reading(String(value('tbname')), Number(value('voltage')))
        },
      }),
      { uid: 'meters' },
    )
    .map(reading => `${reading.table} ${reading.voltage}`)
    .sinkTo(new PrintSink())
}
