// Makes elements of an own type from each row.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { SourceSplitSql, type SplitResultRecord, TDengineSource } from '@tidewire/tdengine/stream'
import { connection, metersQuery } from './meters.ts'

interface Reading {
  readonly table: string
  readonly voltage: number
}

function reading({ columns, values }: SplitResultRecord): Reading {
  const value = (name: string) => values[columns.findIndex(column => column.name === name)]
  return { table: String(value('tbname')), voltage: Number(value('voltage')) }
}

export default function job(env: StreamEnvironment): void {
  env
    .from(
      new TDengineSource<Reading>(connection, new SourceSplitSql(metersQuery), {
        deserializer: reading,
      }),
    )
    .keyBy(one => one.table)
    .aggregate(
      {
        create: () => 0,
        add: (sum, one) => sum + one.voltage,
        result: (sum, table) => `${table}: ${sum}`,
      },
      { emit: 'end', uid: 'sums' },
    )
    .sinkTo(new PrintSink())
}
