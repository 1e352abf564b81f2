import { openTestEngine, TestSession } from './engine.test.kit.ts'

/** Rows of one INSERT. */
const batchRows = 100
const baseTime = 1_700_000_000_000

const [folder = '', starts = '0,0,0'] = process.argv.slice(2)
const engine = await openTestEngine(folder)
const admin = new TestSession(engine)
await admin.run('CREATE TS DATABASE IF NOT EXISTS k')
const session = new TestSession(engine, 'k')
await session.run(
  'CREATE TABLE IF NOT EXISTS t (ts TIMESTAMPTZ(3) NOT NULL, a INT8, b INT8, s VARCHAR(100)) ' +
    'TAGS (w INT8 NOT NULL) PRIMARY TAGS (w)',
)
process.stdout.write('ready\n')

/** Writes rows from a number on, and tells after each INSERT how far they are acknowledged. */
async function write(writer: number, from: number): Promise<void> {
  const own = new TestSession(engine, 'k')
  for (let next = from; ; next += batchRows) {
    const rows = Array.from({ length: batchRows }, (_, i) => {
      const n = next + i
      return `(${baseTime + n}, ${n}, ${n}, '${'x'.repeat(n % 50)}', ${writer})`
    })
    await own.run(`INSERT INTO t (ts, a, b, s, w) VALUES ${rows.join(', ')}`)
    process.stdout.write(`${writer} ${next + batchRows}\n`)
  }
}

await Promise.all(starts.split(',').map((from, writer) => write(writer, Number(from))))
