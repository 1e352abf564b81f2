// Reads three hours in windows of one hour, oldest first, by as many readers as there are.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import {
  SourceSplitSql,
  SplitType,
  TDengineSource,
  TimestampSplitInfo,
} from '@tidewire/tdengine/stream'
import { connection, type Meter, metersQuery } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  const split = new SourceSplitSql(metersQuery)
    .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
    .setTimestampSplitInfo(
      new TimestampSplitInfo({
        start: '2024-12-19 16:12:48',
        end: '2024-12-19 19:12:48',
        field: 'ts',
        stepMs: 3_600_000,
        zone: 'UTC',
      }),
    )
  env
    .from(new TDengineSource<Meter>(connection, split), { uid: 'meters' })
    .map(row => row.voltage ?? 0)
    .keyBy(() => 'all')
    .reduce((a, b) => a + b, { emit: 'end', uid: 'sum' })
    .map(sum => `sum of voltages: ${sum}`)
    .sinkTo(new PrintSink())
}
