// Reads lists of rows instead of single rows.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { type SourceRecords, SourceSplitSql, TDengineSource } from '@tidewire/tdengine/stream'
import { connection, type Meter, metersQuery } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  const properties = { ...connection, 'td.batch.mode': 'true', 'batch.size': '5' }
  env
    .from(new TDengineSource<SourceRecords<Meter>>(properties, new SourceSplitSql(metersQuery)))
    .map(list => list.reduce((sum, row) => sum + (row.voltage ?? 0), 0))
    .keyBy(() => 'all')
    .reduce((a, b) => a + b, { emit: 'end', uid: 'sum' })
    .map(sum => `sum of voltages: ${sum}`)
    .sinkTo(new PrintSink())
}
