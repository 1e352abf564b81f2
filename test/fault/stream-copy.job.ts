import { setTimeout as delay } from 'node:timers/promises'
import type { StreamEnvironment } from '@tidewire/streams'
import {
  type RowOf,
  SourceSplitSql,
  SplitType,
  TDengineCdcSource,
  TDengineSink,
  TDengineSource,
  TimestampSplitInfo,
} from '@tidewire/tdengine/stream'

type Reading = RowOf<{ ts: 'TIMESTAMP'; n: 'INT'; device: 'INT'; tbname: 'VARCHAR' }>

/** First time of the source's rows, in milliseconds since the epoch. */
export const firstTime = 1_734_624_000_000

/** Rows between two pauses, which make the job slow enough to be killed. */
const rowsPerPause = 100

/** Copies `kills.readings` into `kills_sink.readings`: all of it, or as it is written with `TIDEWIRE_KILLS_CDC`. */
export default function copy(env: StreamEnvironment): void {
  const {
    TIDEWIRE_ADAPTER: adapter = '',
    TIDEWIRE_KILLS_CDC: cdc,
    TIDEWIRE_KILLS_END: end,
  } = process.env
  const url = `jdbc:TAOS-WS://${adapter}/?user=root&password=taosdata`
  const source =
    cdc === '1'
      ? env.from(
          new TDengineCdcSource<Reading>('kills_topic', {
            'bootstrap.servers': adapter,
            'group.id': 'kills',
            'auto.offset.reset': 'earliest',
            'session.timeout.ms': '6000',
          }),
          { uid: 'source' },
        )
      : env.from(
          new TDengineSource<Reading>(
            { url },
            new SourceSplitSql('select ts, n, device, tbname from kills.readings')
              .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
              .setTimestampSplitInfo(
                new TimestampSplitInfo({
                  start: new Date(firstTime),
                  end: new Date(Number(end)),
                  field: 'ts',
                  stepMs: 1_000,
                }),
              ),
          ),
          { uid: 'source' },
        )
  let rows = 0
  source
    .mapAsync(async row => {
      rows += 1
      if (cdc !== '1' && rows % rowsPerPause === 0) await delay(15)
      return row
    })
    .sinkTo(
      new TDengineSink<Reading>(
        {
          url,
          dbname: 'kills_sink',
          super_table_name: 'readings',
          'batch.size': '1000',
          'value.deserializer': 'RowData',
        },
        ['ts', 'n', 'device', 'tbname'],
      ),
    )
}
