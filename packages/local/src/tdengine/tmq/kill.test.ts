import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sql, TmqClient } from './tmq.test.kit.ts'

/** `TIDEWIRE_KILLS=100` for a long run. */
const kills = Number(process.env.TIDEWIRE_KILLS ?? 3)

interface Running {
  readonly child: ChildProcess
  readonly url: string
}

async function start(folder: string): Promise<Running> {
  const script = fileURLToPath(new URL('./serve.process.test.kit.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@tidewire/source', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, url: line }
}

/** Writes rows until the server is gone; returns how many were acknowledged. */
async function writeUntilGone(server: Running, from: number): Promise<number> {
  for (let next = from; ; next += 3) {
    const rows = [next, next + 1, next + 2]
    try {
      await sql(
        server,
        `insert into ${rows.map(n => `t${n % 7} using m tags (${n % 7}) values (${1.7e12 + n}, ${n})`).join(' ')}`,
        'k',
      )
    } catch {
      return next
    }
  }
}

/** Reads and commits until the server is gone. */
async function readUntilGone(server: Running, found: Set<number>): Promise<void> {
  try {
    const client = await TmqClient.open(server)
    await client.subscribe(['k'], { group_id: 'reader' })
    for (;;) {
      const message = await client.poll(50)
      if (!message.have_message) continue
      for (const row of await client.rows(message)) found.add(Number(row[2]))
      await client.ask('commit', { message_id: message.message_id })
    }
  } catch {
    // The server was killed.
  }
}

test('after kill -9 a topic has what the database has: nothing lost, nothing invented', {
  timeout: 20_000 + kills * 5_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidewire-kill-'))
  try {
    let server = await start(folder)
    await sql(server, 'create database k vgroups 3')
    await sql(server, 'create stable m (ts timestamp, v int) tags (t int)', 'k')
    await sql(server, 'create topic k as database k')
    const found = new Set<number>()
    let next = 0
    for (let round = 0; round < kills; round += 1) {
      const writing = writeUntilGone(server, next)
      const reading = readUntilGone(server, found)
      const gone = once(server.child, 'exit')
      setTimeout(() => server.child.kill('SIGKILL'), 200 + Math.random() * 300)
      await gone
      const acknowledged = await writing
      await reading
      server = await start(folder)
      const stored = await sql(server, 'select v from m order by v', 'k')
      expect(stored.length).toBeGreaterThanOrEqual(acknowledged)
      next = stored.length
    }
    const stored = (await sql(server, 'select v from m order by v', 'k')).map(([v]) => Number(v))
    const fresh = await TmqClient.open(server)
    await fresh.subscribe(['k'], { group_id: 'fresh' })
    const all = (await fresh.drain()).map(row => Number(row[2]))
    expect(all.sort((a, b) => a - b)).toEqual(stored)
    const resumed = await TmqClient.open(server)
    await resumed.subscribe(['k'], { group_id: 'reader' })
    for (const row of await resumed.drain()) found.add(Number(row[2]))
    expect([...found].sort((a, b) => a - b)).toEqual(stored)
    server.child.kill('SIGKILL')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
