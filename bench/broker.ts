import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKafka } from '@tidewire/kafka'
import { BenchProcess } from './bench-process.ts'
import type { BenchOptions } from './run.ts'

const chunkBytes = 1024 * 1024

/** CPU seconds of writing and reading so many bytes by a bare loop: what no broker can go below. */
function floorSeconds(folder: string, bytes: number): number {
  const before = process.cpuUsage()
  const fd = openSync(join(folder, 'floor'), 'w+')
  const chunk = Buffer.alloc(chunkBytes, 'x')
  for (let at = 0; at < bytes; at += chunkBytes) writeSync(fd, chunk, 0, chunkBytes, at)
  for (let at = 0; at < bytes; at += chunkBytes) readSync(fd, chunk, 0, chunkBytes, at)
  closeSync(fd)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** Reads all records back; resolves with how many there were. */
async function readBack(servers: string, rows: number, partitions: number): Promise<number> {
  await using kafka = await openKafka({ 'bootstrap.servers': servers }, { clientId: 'bench' })
  await using reader = kafka.reader({ 'max.partition.fetch.bytes': '1048576' })
  reader.assign(
    Array.from({ length: partitions }, (_, partition) => ({
      topic: 'meters',
      partition,
      offset: 0n,
    })),
  )
  let count = 0
  const signal = AbortSignal.timeout(120_000)
  while (count < rows) for (const batch of await reader.next(signal)) count += batch.count
  return count
}

/** Produces the load into the local broker and reads it back; the broker's own CPU time and memory are measured. */
export async function benchBroker(options: BenchOptions): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'tidewire-bench-'))
  try {
    const { rows, partitions } = options
    await using broker = new BenchProcess('test/processes/broker.process.ts', [
      '0',
      join(folder, 'kafka'),
    ])
    const servers = `127.0.0.1:${await broker.port()}`
    const started = broker.usage()
    await using load = new BenchProcess('bench/load.process.ts', [
      servers,
      'meters',
      String(rows),
      String(partitions),
    ])
    const [, bytes] = await load.said(/loaded (\d+)/)
    const produced = broker.usage()
    const count = await readBack(servers, rows, partitions)
    const fetched = broker.usage()
    const cpu = fetched.cpuSeconds - started.cpuSeconds
    const floor = floorSeconds(folder, Number(bytes))
    return {
      records: count,
      'CPU seconds, produce': Number((produced.cpuSeconds - started.cpuSeconds).toFixed(2)),
      'CPU seconds, fetch': Number((fetched.cpuSeconds - produced.cpuSeconds).toFixed(2)),
      'records produced and fetched per CPU s': Math.round(count / cpu),
      'floor (bare file write and read), CPU s': Number(floor.toFixed(2)),
      'ratio to the floor': Number((cpu / floor).toFixed(1)),
      'peak memory, MiB': Math.round(fetched.peakMiB),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
