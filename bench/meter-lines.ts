const series = 100
const baseTime = 1_700_000_000_000_000_000n

/** Line `i` of the load: 100 series, three float fields, two tags, nanoseconds, about 110 bytes. */
export function meterLine(i: number): string {
  const s = i % series
  const point = Math.floor(i / series)
  const city = String(Math.floor(s / 10)).padStart(2, '0')
  const group = String(s % 10).padStart(2, '0')
  const current = (10 + ((i * 7919) % 9973) / 1000).toFixed(2)
  const voltage = (210 + ((i * 104_729) % 199) / 10).toFixed(1)
  const phase = (((i * 1299) % 9000) / 10_000 + 0.1).toFixed(4)
  const time = baseTime + BigInt(point) * 1_000_000n
  return `meters,location=California.City${city},groupid=${group} current=${current},voltage=${voltage},phase=${phase} ${time}`
}

/** All lines as bytes, joined with line feeds, in blocks of `count` lines. */
export function meterBlocks(rows: number, count: number): Buffer[] {
  const blocks: Buffer[] = []
  for (let from = 0; from < rows; from += count) {
    const lines: string[] = []
    for (let i = from; i < Math.min(rows, from + count); i += 1) lines.push(meterLine(i))
    blocks.push(Buffer.from(lines.join('\n')))
  }
  return blocks
}
