const series = 100
const baseTime = 1_700_000_000_000_000_000n

/** The formats of `db.schemaless`. */
export type Format = 'line' | 'telnet' | 'json'

/** Line `i` of the load: 100 series, three float fields, two tags, nanoseconds, about 110 bytes. */
export function meterLine(i: number): string {
  const { city, group, point } = placeOf(i)
  const current = (10 + ((i * 7919) % 9973) / 1000).toFixed(3)
  const voltage = voltageOf(i)
  const phase = (((i * 1299) % 9000) / 10_000 + 0.1).toFixed(4)
  const time = baseTime + BigInt(point) * 1_000_000n
  return `meters,location=California.District${city},groupid=${group} current=${current},voltage=${voltage},phase=${phase} ${time}`
}

/** Line `i` with what slows a parser down: escapes in keys and tags, quoted texts with escapes, UTF-8, typed numbers. */
export function hardLine(i: number): string {
  const { city, group, point } = placeOf(i)
  const time = baseTime + BigInt(point) * 1_000_000n
  const text = i % 3 === 0 ? String.raw`say \"hi\" to C:\\${i}` : `Zähler ${i}: Übergang 你好`
  return (
    String.raw`wea\,ther,loca\ tion=北京\ ${city},groupid=${group} ` +
    `temp\\ erature=${(i % 400) / 10},state="${text}",count=${i}i,flag=${i % 2 === 0},small=${i % 100}i16 ${time}`
  )
}

/** Record `i` of the load in a format; telnet and JSON carry one of the three fields. */
export function meterRecord(format: Format, i: number): string {
  if (format === 'line') return meterLine(i)
  const { city, group, point } = placeOf(i)
  const time = baseTime / 1_000_000n + BigInt(point)
  const value = voltageOf(i)
  return format === 'telnet'
    ? `meters.voltage ${time} ${value} location=California.District${city} groupid=${group}`
    : `{"metric":"meters.voltage","timestamp":${time},"value":${value},"tags":{"location":"California.District${city}","groupid":"${group}"}}`
}

function placeOf(i: number): { city: string; group: string; point: number } {
  const s = i % series
  return {
    city: String(Math.floor(s / 10)).padStart(2, '0'),
    group: String(s % 10).padStart(2, '0'),
    point: Math.floor(i / series),
  }
}

function voltageOf(i: number): string {
  return (210 + ((i * 104_729) % 199) / 10).toFixed(1)
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
