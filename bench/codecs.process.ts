// Reads text into columns, again and again: codecs.process.ts FORMAT ROWS. Says what it used.
import { LineParser, OpenTsdbParser, TelnetParser } from '@tidewire/formats'
import { type Format, hardLine, meterRecord } from './meter-lines.ts'

const [kind = 'line', rowsText] = process.argv.slice(2)
const total = Number(rowsText)
/** Records of a text, as the sink has them. */
const recordsPerText = 3000
/** Texts that are read in turn, so that none stays in the processor's nearest memory. */
const texts = 30

const format: Format = kind === 'telnet' || kind === 'json' ? kind : 'line'
const blocks = Array.from({ length: texts }, (_, t) => {
  const records = Array.from({ length: recordsPerText }, (_, i) => {
    const n = t * recordsPerText + i
    return kind === 'hard-line' ? hardLine(n) : meterRecord(format, n)
  })
  return Buffer.from(format === 'json' ? `[${records.join(',')}]` : records.join('\n'))
})
const line = new LineParser()
const telnet = new TelnetParser()
const json = new OpenTsdbParser()

function read(text: Buffer): number {
  if (format === 'telnet') return telnet.parse(text, { unit: 'ns' }).rows
  if (format === 'json') return json.parse(text, { unit: 'ns' }).rows
  return line.parse(text, { unit: 'ns' }).rows
}

interface Share {
  rows: number
  bytes: number
  seconds: number
}

/** Reads at least `rows` records. */
function run(rows: number): Share {
  const share = { rows: 0, bytes: 0, seconds: 0 }
  const before = process.cpuUsage()
  while (share.rows < rows) {
    for (const block of blocks) {
      share.rows += read(block)
      share.bytes += block.length
    }
  }
  const { user, system } = process.cpuUsage(before)
  share.seconds = (user + system) / 1e6
  return share
}

// The first round has the work of the compilers in it.
const first = run(total / 4)
const warm = run(total)
console.log(`codec ${JSON.stringify({ first, warm })}`)
