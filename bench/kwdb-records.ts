const series = 100
const baseTime = 1_700_000_000_000n

/** Formats of KWDB's connector that are measured. */
export type KwdbFormat = 'json_kaiwudb' | 'line_influxdb'

interface Point {
  readonly city: string
  readonly group: number
  readonly time: bigint
  readonly current: string
  readonly voltage: string
  readonly phase: string
}

/** Point `i` of the load: 100 series, three float columns, two tags. */
function pointOf(i: number): Point {
  const s = i % series
  return {
    city: String(Math.floor(s / 10)).padStart(2, '0'),
    group: s % 10,
    time: baseTime + BigInt(Math.floor(i / series)),
    current: (10 + ((i * 7919) % 9973) / 1000).toFixed(3),
    voltage: (210 + ((i * 104_729) % 199) / 10).toFixed(1),
    phase: (((i * 1299) % 9000) / 10_000 + 0.1).toFixed(4),
  }
}

const head =
  '{"table":"meters","columns":[{"name":"k_timestamp","type":"TIMESTAMPTZ","length":64},{"name":"current","type":"FLOAT8","length":64},{"name":"voltage","type":"FLOAT8","length":64},{"name":"phase","type":"FLOAT8","length":64}],"tags":[{"name":"location","type":"VARCHAR","length":64,"primary":true,"nullable":false},{"name":"groupid","type":"INT4","length":32,"primary":true,"nullable":false}],"data":['

/** Rows of one record: json_kaiwudb has as many as its producers put together. */
export const rowsPerRecord = { json_kaiwudb: 100, line_influxdb: 1 } as const

/** Record `n` of the load. */
export function kwdbRecord(format: KwdbFormat, n: number): string {
  if (format === 'line_influxdb') {
    const { city, current, group, phase, time, voltage } = pointOf(n)
    return `meters,location=California.District${city},groupid=${group} current=${current},voltage=${voltage},phase=${phase} ${time}000000`
  }
  const rows = Array.from({ length: rowsPerRecord.json_kaiwudb }, (_, i) => {
    const { city, current, group, phase, time, voltage } = pointOf(
      n * rowsPerRecord.json_kaiwudb + i,
    )
    return `{"k_timestamp":${time},"current":${current},"voltage":${voltage},"phase":${phase},"location":"California.District${city}","groupid":${group}}`
  })
  return `${head}${rows.join(',')}]}`
}
