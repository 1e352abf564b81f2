// Reads one part per condition on the tags. Conditions that overlap are refused; rows that none takes are reported.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { SourceSplitSql, SplitType, TDengineSource } from '@tidewire/tdengine/stream'
import { connection, type Meter, metersQuery } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  const split = new SourceSplitSql(metersQuery)
    .setSplitType(SplitType.SPLIT_TYPE_TAG)
    .setTagList([
      "groupid = 1 and location = 'California.SanFrancisco'",
      "groupid = 2 and location = 'Alabama.Montgomery'",
    ])
  env
    .from(new TDengineSource<Meter>(connection, split), { uid: 'meters' })
    .map(row => row.voltage ?? 0)
    .keyBy(() => 'all')
    .reduce((a, b) => a + b, { emit: 'end', uid: 'sum' })
    .map(sum => `sum of voltages: ${sum}`)
    .sinkTo(new PrintSink())
}
