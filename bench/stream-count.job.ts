import type { SinkWriter, StreamSink } from '@tidewire/core'
import type { StreamEnvironment } from '@tidewire/streams'
import {
  type Row,
  SourceSplitSql,
  SplitType,
  TDengineCdcSource,
  TDengineSource,
} from '@tidewire/tdengine/stream'

/** Counts rows; the job's own counter of the sink is the result. */
const counting: StreamSink<unknown> = {
  name: 'counting',
  createWriter: async ({ log }): Promise<SinkWriter<unknown>> => {
    let first = true
    return {
      write: async () => {
        if (first) log.info('first row', { at: Date.now() })
        first = false
      },
      flush: async () => undefined,
      async [Symbol.asyncDispose]() {},
    }
  },
}

/** The job of the stream benchmarks: a source of a null server, a map, a sink that counts. */
export default function job(env: StreamEnvironment): void {
  const {
    TIDEWIRE_BENCH_PORT: port,
    TIDEWIRE_BENCH_ROWS: rows,
    TIDEWIRE_BENCH_CDC: cdc,
  } = process.env
  const source =
    cdc === '1'
      ? new TDengineCdcSource<Row>('topic_meters', {
          'bootstrap.servers': `127.0.0.1:${port}`,
          'group.id': 'bench',
          'auto.offset.reset': 'earliest',
        })
      : new TDengineSource<Row>(
          { url: `jdbc:TAOS-WS://127.0.0.1:${port}` },
          new SourceSplitSql('select * from power.meters')
            .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
            .setTimestampSplitInfo({
              field: 'ts',
              start: 0n,
              end: BigInt(rows ?? 0) * 1_000_000n,
              step: 250_000n * 1_000_000n,
            }),
        )
  env
    .from<Row, never>(source as never, { uid: 'source' })
    .map(row => ({ table: row.location, power: Number(row.current) * Number(row.voltage) }))
    .sinkTo(counting, { uid: 'counting' })
}
