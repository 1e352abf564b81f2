import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startWorker } from '@tidewire/connect'
import { TidewireError } from '@tidewire/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainFileSink } from './file-sink-plugin.ts'
import { fileSource } from './file-source-plugin.ts'
import { Bench, eventually } from './worker-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await Bench.open()
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

function standaloneProps() {
  return {
    'bootstrap.servers': bench.broker.bootstrapServers,
    'offset.storage.file.filename': join(bench.folder, 'positions', 'offsets.json'),
    'offset.flush.interval.ms': '100',
    listeners: 'http://127.0.0.1:0',
    'key.converter': 'StringConverter',
    'value.converter': 'StringConverter',
  }
}

describe('a standalone worker', () => {
  it('runs connectors from files, without a group, and remembers source positions', async () => {
    const input = join(bench.folder, 'in.txt')
    await writeFile(input, 'one\ntwo\n')
    const sink = bench.sink('piped')
    const connectors = [
      {
        name: 'in',
        'connector.class': 'FileStreamSource',
        file: input,
        topic: 'piped',
      },
      { name: 'out', ...sink.config },
    ]
    const start = () =>
      startWorker({
        props: standaloneProps(),
        plugins: [plainFileSink(), fileSource()],
        logDestination: discard(),
        standalone: { connectors },
      })
    {
      await using worker = await start()
      await bench.holds(sink.file, ['one', 'two'])
      await eventually(async () => {
        const answer = await fetch(`${worker.url}/connectors/in/offsets`)
        expect(await answer.json()).toEqual({
          offsets: [{ partition: { filename: input }, offset: { position: 8 } }],
        })
      })
      const groups = await bench.kafka.admin.listGroups()
      expect(groups.filter(group => group.protocolType === 'connect')).toEqual([])
    }
    await writeFile(input, 'one\ntwo\nthree\n')
    await using again = await start()
    expect(again.url).toMatch(/^http/)
    await bench.holds(sink.file, ['one', 'two', 'three'])
  })

  it('says what is wrong with a connector file', async () => {
    const connectors = [{ name: 'bad', 'connector.class': 'FileStreamSink', file: 'x' }]
    const work = startWorker({
      props: standaloneProps(),
      plugins: [plainFileSink()],
      logDestination: discard(),
      standalone: { connectors },
    })
    await expect(work).rejects.toThrow(TidewireError)
    await expect(work).rejects.toThrow('Must configure one of topics or topics.regex')
  })
})

function discard(): NodeJS.WritableStream {
  return { write: () => true } as unknown as NodeJS.WritableStream
}
