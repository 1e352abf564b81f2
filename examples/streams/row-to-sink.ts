// Copies a super table into another one. Sub-tables are made as needed; running it again changes nothing.
import type { StreamEnvironment } from '@tidewire/streams'
import { SourceSplitSql, TDengineSink, TDengineSource } from '@tidewire/tdengine/stream'
import { connection, type Meter, meterFields, metersQuery } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  const sink = {
    ...connection,
    dbname: 'power_sink',
    super_table_name: 'sink_meters',
    'batch.size': '2000',
    'value.deserializer': 'RowData',
  }
  env
    .from(new TDengineSource<Meter>(connection, new SourceSplitSql(metersQuery)), { uid: 'meters' })
    .sinkTo(new TDengineSink(sink, meterFields))
}
