import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openTestEngine, TestSession, temporaryFolder } from './engine.test.kit.ts'

/** `TIDEWIRE_KILLS=100` for a long run. */
const kills = Number(process.env.TIDEWIRE_KILLS ?? 5)
const writers = 3
const batchRows = 100

/** Lets a process write until it is killed; answers how many rows of each writer were acknowledged. */
async function writeUntilKilled(
  folder: string,
  from: readonly number[],
  ms: number,
): Promise<number[]> {
  const script = fileURLToPath(new URL('./kill.process.test.kit.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--conditions=@tidewire/source', script, folder, from.join(',')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const acknowledged = [...from]
  const gone = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const [ready] = (await once(lines, 'line')) as [string]
  expect(ready).toBe('ready')
  const read = (async () => {
    for await (const line of lines) {
      const [writer, rows] = line.split(' ').map(Number) as [number, number]
      acknowledged[writer] = rows
    }
  })()
  await delay(ms)
  child.kill('SIGKILL')
  await gone
  await read
  return acknowledged
}

test('what was acknowledged is there after kill -9, and no row or INSERT is torn', {
  timeout: 30_000 + kills * 5000,
}, async () => {
  await using folder = await temporaryFolder()
  let acknowledged = Array.from({ length: writers }, () => 0)
  for (let kill = 0; kill < kills; kill++) {
    acknowledged = await writeUntilKilled(folder.path, acknowledged, 100 + ((kill * 67) % 300))
    await using engine = await openTestEngine(folder.path)
    const session = new TestSession(engine, 'k')
    for (const [writer, rows] of acknowledged.entries()) {
      const kept = await session.rows(
        `SELECT count(*), sum(a) FROM t WHERE w = ${writer} AND a < ${rows}`,
      )
      const sum = rows === 0 ? null : String((rows * (rows - 1)) / 2)
      expect(kept).toEqual([[String(rows), sum]])
      const [all] = await session.rows(`SELECT count(*) FROM t WHERE w = ${writer}`)
      expect(Number(all?.[0]) % batchRows).toBe(0)
      const torn = await session.rows(
        `SELECT count(*) FROM t WHERE w = ${writer} AND (a <> b OR length(s) <> a % 50)`,
      )
      expect(torn).toEqual([['0']])
    }
  }
  expect(Math.min(...acknowledged)).toBeGreaterThan(0)
})
