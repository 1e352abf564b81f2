// Reads a query and prints the sum of a column: rows are objects with the columns of the query.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { SourceSplitSql, TDengineSource } from '@tidewire/tdengine/stream'
import { connection, type Meter, metersQuery } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  env
    .from(new TDengineSource<Meter>(connection, new SourceSplitSql(metersQuery)))
    .map(row => row.voltage ?? 0)
    .keyBy(() => 'all')
    .reduce((a, b) => a + b, { emit: 'end', uid: 'sum' })
    .map(sum => `sum of voltages: ${sum}`)
    .sinkTo(new PrintSink())
}
