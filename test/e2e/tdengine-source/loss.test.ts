import { setTimeout as delay } from 'node:timers/promises'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import { tdengineSourcePlugin } from '@tidewire/tdengine'
import { expect, it } from 'vitest'
import { freePort, ServerProcess } from '../../processes/child.ts'
import { Bench, eventually } from '../connect/worker-bench.ts'
import { adminClient } from './source-harness.ts'

const devices = 50
const kills = 2
const seconds = 8

/** Random numbers that are the same in every run. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

it('every row arrives, however late, out of order and of equal time, while the worker is killed', async () => {
  await using server = await TDengineDevServer.start({ port: 0 })
  await using bench = await Bench.open()
  await using taos = await adminClient(server)
  await taos.execute('CREATE DATABASE loss')
  await taos.execute('CREATE STABLE loss.m (ts TIMESTAMP, v BIGINT) TAGS (t INT)')
  const props = {
    ...bench.props(),
    listeners: `http://127.0.0.1:${await freePort()}`,
    'session.timeout.ms': '6000',
    'heartbeat.interval.ms': '1000',
  }
  await using worker = await ServerProcess.start('worker', JSON.stringify(props))
  const url = `http://127.0.0.1:${worker.port}`
  const answer = await fetch(`${url}/connectors/loss/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      'connector.class': tdengineSourcePlugin.className,
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${server.port}`,
      'connection.database': 'loss',
      'connection.backoff.ms': '100',
      'poll.interval.ms': '50',
      'topic.prefix': '',
    }),
  })
  expect(answer.status).toBe(201)

  const random = randomOf(7)
  const written = new Set<string>()
  let writing = true
  const writer = (async () => {
    for (let value = 0; writing; ) {
      const rows: string[] = []
      const now = Math.floor(Date.now() / 100) * 100
      for (let device = 0; device < devices; device += 1) {
        // Of one device mostly in order, late by up to a minute; of many devices the same times.
        const late = random() < 0.3 ? Math.floor(random() * 600) * 100 : 0
        const time = now - late
        const key = `d${device} ${time}`
        if (written.has(key)) continue
        written.add(key)
        rows.push(`loss.d${device} USING loss.m TAGS (${device}) VALUES (${time}, ${value})`)
        value += 1
      }
      if (rows.length > 0) await taos.execute(`INSERT INTO ${rows.join(' ')}`)
      await delay(20)
    }
  })()
  for (let kill = 0; kill < kills; kill += 1) {
    await delay((seconds * 1000) / (kills + 1))
    await worker.kill('SIGKILL')
    await worker.start()
  }
  await delay((seconds * 1000) / (kills + 1))
  writing = false
  await writer

  const arrived = new Map<string, number>()
  await eventually(async () => {
    arrived.clear()
    for (const { key, value } of await bench.read('loss', null)) {
      const row = `${key} ${value?.slice(value.lastIndexOf(' ') + 1, -6)}`
      arrived.set(row, (arrived.get(row) ?? 0) + 1)
    }
    const missing = [...written].filter(row => !arrived.has(row))
    expect(missing).toEqual([])
  }, 30_000)
  expect([...arrived.keys()].filter(row => !written.has(row))).toEqual([])
  const twice = [...arrived.values()].reduce((sum, count) => sum + count - 1, 0)
  console.log(`${written.size} rows, ${kills} kills: none lost, ${twice} delivered again`)
}, 90_000)
