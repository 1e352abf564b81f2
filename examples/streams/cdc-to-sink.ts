// Copies rows into another super table as they are written. What was read is committed when it is stored.
import type { StreamEnvironment } from '@tidewire/streams'
import { TDengineCdcSource, TDengineSink } from '@tidewire/tdengine/stream'
import { connection, type Meter, meterFields, subscription } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  const sink = {
    ...connection,
    dbname: 'power_sink',
    super_table_name: 'sink_meters',
    'batch.size': '2000',
    'value.deserializer': 'RowData',
  }
  env
    .from(new TDengineCdcSource<Meter>('topic_meters', subscription('cdc_to_sink')), {
      uid: 'meters',
    })
    .sinkTo(new TDengineSink(sink, meterFields))
}
