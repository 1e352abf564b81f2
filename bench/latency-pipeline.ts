import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@tidewire/core'
import { type Kafka, openKafka } from '@tidewire/kafka'
import { connectTDengine, parseTDengineUrl, type TDengineClient } from '@tidewire/tdengine'
import { BenchProcess } from './bench-process.ts'
import type { BenchOptions } from './run.ts'
import { BenchWorker, startBroker } from './worker.ts'

/** A broker, the TDengine dev server and a worker, each in a process of its own, and clients of the first two. */
export interface LatencyPipeline extends AsyncDisposable {
  /** URL of TDengine. */
  readonly url: string
  readonly worker: BenchWorker
  readonly taos: TDengineClient
  readonly kafka: Kafka
}

/** Starts everything; disposing ends it and removes its files. */
export async function openLatencyPipeline(options: BenchOptions): Promise<LatencyPipeline> {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'tidewire-bench-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const broker = opened.use(startBroker(folder))
  const server = opened.use(
    new BenchProcess('test/processes/tdengine.process.ts', ['0', join(folder, 'tdengine')]),
  )
  const bootstrap = `127.0.0.1:${await broker.port()}`
  const url = `jdbc:TAOS-WS://127.0.0.1:${await server.port()}`
  const worker = opened.use(await BenchWorker.start(bootstrap, folder, options))
  const taos = opened.use(
    await connectTDengine(
      parseTDengineUrl(url, { user: 'root', password: new Secret('taosdata') }),
    ),
  )
  const kafka = opened.use(
    await openKafka({ 'bootstrap.servers': bootstrap }, { clientId: 'latency' }),
  )
  const all = opened.move()
  return { url, worker, taos, kafka, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
