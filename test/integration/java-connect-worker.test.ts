import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ServerProcess } from '../processes/child.ts'
import { JavaConnectWorker } from './connect-worker.ts'
import { until } from './program.ts'
import { missingJars } from './requirement.ts'

const count = 100_000
const lineOf = (i: number) => `line ${i} of a file that Kafka Connect reads`
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${lineOf(from + i)}\n`).join('')

/** Offsets of a connector as `GET /connectors/NAME/offsets` answers. */
interface Offsets {
  readonly offsets: readonly { readonly offset: Readonly<Record<string, number>> }[]
}

describe.skipIf(missingJars('kafka-3.9.2') !== null)(
  'a Java Connect worker on the development broker',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidewire-file-stream-'))
    const input = join(folder, 'input.txt')
    const output = join(folder, 'output.txt')
    let broker: ServerProcess
    let worker: JavaConnectWorker

    beforeAll(async () => {
      broker = await ServerProcess.start('broker', '0', join(folder, 'kafka'))
      broker.keepPort(0)
      worker = await JavaConnectWorker.start(`127.0.0.1:${broker.port}`)
    })

    afterAll(async () => {
      await worker?.[Symbol.asyncDispose]()
      await broker?.[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    })

    const outputLines = () =>
      existsSync(output) ? readFileSync(output, 'utf8').split('\n').slice(0, -1) : []

    async function running(): Promise<void> {
      await until(
        'both connectors run',
        async () => {
          const statuses = await Promise.all(['source', 'sink'].map(name => worker.status(name)))
          return statuses.every(
            ({ connector, tasks }) =>
              connector.state === 'RUNNING' && tasks.map(task => task.state).join() === 'RUNNING',
          )
        },
        60_000,
      )
    }

    async function offsetOf(connector: string, key: string): Promise<number | undefined> {
      const { offsets } = await worker.get<Offsets>(`/connectors/${connector}/offsets`)
      return offsets[0]?.offset[key]
    }

    it('carries 100,000 lines from file to file, through kill -9 of the broker', async () => {
      writeFileSync(input, lines(0, count / 2))
      await worker.send('POST', '/connectors', {
        name: 'source',
        config: {
          'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
          file: input,
          topic: 'lines',
        },
      })
      await worker.send('POST', '/connectors', {
        name: 'sink',
        config: {
          'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
          file: output,
          topics: 'lines',
          'consumer.override.auto.offset.reset': 'earliest',
        },
      })
      await until('some lines have come through', () => outputLines().length > 1000, 60_000)
      appendFileSync(input, lines(count / 2, count))
      await broker.kill()
      expect(outputLines().length).toBeLessThan(count)
      await broker.start()
      await until(
        'the last line has come through',
        () => outputLines().at(-1) === lineOf(count - 1),
        120_000,
      )
      // Both connectors promise each line at least once; what was under way at the kill may come twice.
      const found = [...new Set(outputLines())]
      expect(found.length).toBe(count)
      expect(found.findIndex((line, i) => line !== lineOf(i))).toBe(-1)
      await running()
    })

    it('finds its offsets and states again after a restart of the worker', async () => {
      const bytes = Buffer.byteLength(lines(0, count))
      const written = outputLines().length
      await until(
        'the source has committed',
        async () => (await offsetOf('source', 'position')) === bytes,
      )
      await until(
        'the sink has committed',
        async () => ((await offsetOf('sink', 'kafka_offset')) ?? 0) >= count,
      )
      const committed = await offsetOf('sink', 'kafka_offset')

      await worker.stop()
      await worker.startProcess()
      await running()
      expect(await worker.get('/connectors')).toEqual(expect.arrayContaining(['source', 'sink']))
      expect(await offsetOf('source', 'position')).toBe(bytes)
      expect(await offsetOf('sink', 'kafka_offset')).toBe(committed)

      appendFileSync(input, lines(count, count + 1000))
      await until('the new lines have come through', () => outputLines().length >= written + 1000)
      expect(outputLines().slice(written)).toEqual(
        lines(count, count + 1000)
          .trimEnd()
          .split('\n'),
      )
    })

    it('pauses, resumes, resets offsets and deletes', async () => {
      const state = (name: string, wanted: string) =>
        until(
          `${name} is ${wanted}`,
          async () => (await worker.status(name)).connector.state === wanted,
        )
      await worker.send('PUT', '/connectors/sink/pause')
      await state('sink', 'PAUSED')
      await worker.send('PUT', '/connectors/sink/resume')
      await state('sink', 'RUNNING')
      await worker.send('PUT', '/connectors/sink/stop')
      await state('sink', 'STOPPED')
      await until('the offsets can be reset', async () =>
        worker.send('DELETE', '/connectors/sink/offsets').then(
          () => true,
          () => false,
        ),
      )
      expect((await worker.get<Offsets>('/connectors/sink/offsets')).offsets).toEqual([])
      await worker.send('DELETE', '/connectors/sink')
      await until('the sink is gone', async () => {
        const names = await worker.get<readonly string[]>('/connectors')
        return !names.includes('sink')
      })
    })
  },
)
