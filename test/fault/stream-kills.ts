import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectTDengine, parseTDengineUrl, type TDengineClient } from '@tidewire/tdengine'
import { ServerProcess } from '../processes/child.ts'
import { firstTime } from './stream-copy.job.ts'

const devices = 10
const bin = join(import.meta.dirname, '../../packages/tidewire/bin/tidewire.js')
const jobFile = join(import.meta.dirname, 'stream-copy.job.ts')

/** What is in the target after all kills; `source` and `target` must be the same. */
export interface StreamKillReport {
  readonly kills: number
  readonly source: string
  readonly target: string
}

/**
 * Kills a stream job that copies a super table with SIGKILL at random moments and starts it again each time: a bounded
 * job until it has finished, a subscription while rows are written, until it has caught up.
 */
export async function killStreamJob(
  kind: 'bounded' | 'cdc',
  kills: number,
): Promise<StreamKillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tidewire-stream-kills-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const server = stack.use(await ServerProcess.start('tdengine', '0', join(folder, 'tdengine')))
  const adapter = `127.0.0.1:${server.port}`
  const client = stack.use(
    await connectTDengine(
      parseTDengineUrl(`jdbc:TAOS-WS://${adapter}/?user=root&password=taosdata`),
    ),
  )
  for (const statement of [
    "create database kills vgroups 4 precision 'ms' wal_retention_period 3600",
    'create stable kills.readings (ts timestamp, n int) tags (device int)',
    'create topic kills_topic as select ts, n, device, tbname from kills.readings',
    "create database kills_sink vgroups 2 precision 'ms'",
    'create stable kills_sink.readings (ts timestamp, n int) tags (device int)',
  ]) {
    await client.execute(statement)
  }
  let next = 0
  const write = async (rows: number): Promise<void> => {
    await insert(client, next, rows)
    next += rows
  }
  // A bounded job must live longer than all its kills.
  if (kind === 'bounded') for (let i = 0; i < 4 + kills * 2; i += 1) await write(1_000)

  const env = {
    ...process.env,
    TIDEWIRE_ADAPTER: adapter,
    TIDEWIRE_KILLS_CDC: kind === 'cdc' ? '1' : '0',
    TIDEWIRE_KILLS_END: String(firstTime + next),
    XDG_RUNTIME_DIR: folder,
    NODE_OPTIONS: '',
  }
  const flags = [
    ...['--name', `kills-${kind}`, '--parallelism', '2', '--threads', '1', '--quiet'],
    ...['--checkpoint-interval', '50', '--checkpoint-dir', join(folder, 'checkpoints')],
  ]
  const start = () => {
    const child = spawn(process.execPath, [bin, 'job', 'run', jobFile, ...flags], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000)
    })
    return { child, said: () => said, ended: once(child, 'exit') }
  }
  const rowsIn = async (database: string): Promise<number> => {
    const { rows } = await client.query(`select count(*) from ${database}.readings`)
    return Number(rows[0]?.[0] ?? 0)
  }
  /** The next kill comes at a random moment after the job has done something. */
  const aliveAgain = async (before: number): Promise<void> => {
    const until = Date.now() + 30_000
    while ((await rowsIn('kills_sink')) === before && Date.now() < until) {
      if (kind === 'cdc') await write(100)
      await delay(20)
    }
  }
  let done = 0
  for (; done < kills; done += 1) {
    const before = await rowsIn('kills_sink')
    const { child, ended } = start()
    await aliveAgain(before)
    for (let i = Math.random() * 20; i > 0; i -= 1) {
      if (kind === 'cdc') await write(200)
      await delay(15)
    }
    child.kill('SIGKILL')
    await ended
  }
  const last = start()
  if (kind === 'cdc') {
    const until = Date.now() + 60_000
    while ((await rowsIn('kills_sink')) < next && Date.now() < until) await delay(100)
    last.child.kill('SIGTERM')
  }
  const [code] = await last.ended
  if (code !== 0) throw new Error(`the job ended with ${code}\n${last.said()}`)
  return {
    kills: done,
    source: await content(client, 'kills'),
    target: await content(client, 'kills_sink'),
  }
}

/** Rows `from` to `from + count` - 1, one a millisecond, spread over the devices. */
async function insert(client: TDengineClient, from: number, count: number): Promise<void> {
  const values = Array.from({ length: devices }, (): string[] => [])
  for (let n = from; n < from + count; n += 1) values[n % devices]?.push(`(${firstTime + n},${n})`)
  const tables = values
    .map((rows, device) =>
      rows.length === 0
        ? ''
        : `kills.d${device} using kills.readings tags (${device}) values ${rows.join(' ')}`,
    )
    .join(' ')
  await client.execute(`insert into ${tables}`)
}

/** Everything in a super table that a wrong, lost or foreign row would change. */
async function content(client: TDengineClient, database: string): Promise<string> {
  const { rows } = await client.query(
    `select device, count(*), sum(n), min(ts), max(ts) from ${database}.readings partition by device order by device`,
  )
  return rows.map(row => row.map(String).join(' ')).join('\n')
}
