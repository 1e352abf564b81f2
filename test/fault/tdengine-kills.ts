import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ServerProcess } from '../processes/child.ts'

const authorization = `Basic ${Buffer.from('root:taosdata').toString('base64')}`
const batchRows = 200
const baseTime = 1_700_000_000_000

/** What a run of kills found; every list of problems must be empty. */
export interface ServerKillReport {
  readonly kills: number
  readonly acknowledgedRows: number
  readonly lost: readonly string[]
  readonly torn: readonly string[]
  /** Milliseconds from the start of the process until it answers, per restart. */
  readonly restarts: readonly number[]
}

async function sql(port: number, statement: string): Promise<readonly (readonly unknown[])[]> {
  const response = await fetch(`http://127.0.0.1:${port}/rest/sql/k`, {
    method: 'POST',
    headers: { authorization },
    body: statement,
  })
  const body = (await response.json()) as { code: number; desc?: string; data?: unknown[][] }
  if (body.code !== 0) throw new Error(`${statement}: ${body.desc}`)
  return body.data ?? []
}

/** Line `n` of a writer; its two numbers and the length of its text belong together. */
function line(writer: number, n: number): string {
  return `k,w=${writer} a=${n}i,b=${n}i,s="${'x'.repeat(n % 50)}" ${baseTime + n}`
}

/** Writes batches until the server is gone; returns the number of acknowledged rows from 0 on. */
async function writeUntilGone(port: number, writer: number, from: number): Promise<number> {
  for (let next = from; ; next += batchRows) {
    const lines = Array.from({ length: batchRows }, (_, i) => line(writer, next + i))
    try {
      const response = await fetch(`http://127.0.0.1:${port}/influxdb/v1/write?db=k&precision=ms`, {
        method: 'POST',
        headers: { authorization },
        body: lines.join('\n'),
      })
      if (response.status !== 204) throw new Error(await response.text())
    } catch {
      return next
    }
  }
}

/** Kills the TDengine development server at random moments while three writers write, and counts what is left. */
export async function killTDengineWhileWriting(kills: number): Promise<ServerKillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tidewire-kills-'))
  const acknowledged = [0, 0, 0]
  const lost: string[] = []
  const torn: string[] = []
  const restarts: number[] = []
  await using server = await ServerProcess.start('tdengine', '0', folder)
  try {
    await sql(server.port, "create database k precision 'ms'")
    for (let kill = 1; kill <= kills; kill += 1) {
      const { port } = server
      const writing = acknowledged.map((from, writer) => writeUntilGone(port, writer, from))
      await delay(50 + Math.random() * 400)
      await server.kill('SIGKILL')
      for (const [writer, end] of (await Promise.all(writing)).entries()) acknowledged[writer] = end
      const started = performance.now()
      await server.start()
      restarts.push(Math.round(performance.now() - started))
      for (const [writer, rows] of acknowledged.entries()) {
        if (rows === 0) continue
        const where = `from k where w = '${writer}'`
        const [kept] = await sql(server.port, `select count(*), sum(a) ${where} and a < ${rows}`)
        const expected = [rows, (rows * (rows - 1)) / 2]
        if (Number(kept?.[0]) !== expected[0] || Number(kept?.[1]) !== expected[1]) {
          lost.push(`kill ${kill}, writer ${writer}: ${kept} instead of ${expected}`)
        }
        const [all] = await sql(server.port, `select count(*) ${where}`)
        if (Number(all?.[0]) % batchRows !== 0) {
          torn.push(`kill ${kill}, writer ${writer}: ${all?.[0]} rows are no whole batches`)
        }
        const [odd] = await sql(
          server.port,
          `select count(*) ${where} and (a != b or char_length(s) != a % 50)`,
        )
        if (Number(odd?.[0]) !== 0)
          torn.push(`kill ${kill}, writer ${writer}: ${odd?.[0]} torn rows`)
        // What was written but not acknowledged may be there; it is written again, to the same rows.
      }
    }
    const acknowledgedRows = acknowledged.reduce((sum, rows) => sum + rows, 0)
    return { kills, acknowledgedRows, lost, torn, restarts }
  } finally {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
