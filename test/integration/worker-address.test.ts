import { KafkaDevServer } from '@tidewire/local/kafka'
import { expect, it } from 'vitest'
import { ServerProcess } from '../processes/child.ts'

it('a worker that comes back at another address waits for its killed predecessor', async () => {
  await using broker = await KafkaDevServer.start()
  const props = {
    'bootstrap.servers': broker.bootstrapServers,
    'group.id': 'g',
    'session.timeout.ms': '6000',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'config.storage.topic': 'c',
    'offset.storage.topic': 'o',
    'status.storage.topic': 's',
    listeners: 'http://127.0.0.1:0',
  }
  await using worker = await ServerProcess.start('worker', JSON.stringify(props))
  const before = worker.port
  await worker.kill('SIGKILL')
  await worker.start()
  expect(worker.port).not.toBe(before)
  expect(worker.log).toContain('waiting for its session to end')
  const response = await fetch(`http://127.0.0.1:${worker.port}/connectors`)
  expect(await response.json()).toEqual([])
})
