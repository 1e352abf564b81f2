// Reads one table after the other, as many at once as there are readers.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { type RowOf, SourceSplitSql, SplitType, TDengineSource } from '@tidewire/tdengine/stream'
import { connection } from './meters.ts'

type Reading = RowOf<{ ts: 'TIMESTAMP'; current: 'FLOAT'; voltage: 'INT'; phase: 'FLOAT' }>

export default function job(env: StreamEnvironment): void {
  const split = new SourceSplitSql()
    .setSplitType(SplitType.SPLIT_TYPE_TABLE)
    .setSelect('ts, `current`, voltage, phase')
    .setTableList(['power.d1001', 'power.d1002'])
    .setOther('order by ts limit 100')
  env
    .from(new TDengineSource<Reading>(connection, split), { uid: 'meters' })
    .map(row => row.voltage ?? 0)
    .keyBy(() => 'all')
    .reduce((a, b) => a + b, { emit: 'end', uid: 'sum' })
    .map(sum => `sum of voltages: ${sum}`)
    .sinkTo(new PrintSink())
}
