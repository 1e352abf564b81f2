import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigStore } from './config-store.ts'
import { MemoryLog } from './record-log.ts'

interface GoldenRecord {
  readonly key: string
  readonly value: unknown
}

const golden = new URL('../../../../test/golden/connect-topics/', import.meta.url)

function records(file: string) {
  return readFileSync(new URL(file, golden), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as GoldenRecord)
    .map(({ key, value }) => ({ key, value: value === null ? null : JSON.stringify(value) }))
}

async function storeOf(file: string, count = Number.POSITIVE_INFINITY) {
  const log = new MemoryLog()
  const store = new ConfigStore(log)
  await store.start(new AbortController().signal)
  await log.append(records(file).slice(0, count))
  return { log, store }
}

describe('config topic', () => {
  it('reads what a Java worker has written', async () => {
    const { store } = await storeOf('connect-configs.jsonl')
    expect(store.names().sort()).toEqual(['snk1', 'src1'])
    const sink = store.get('snk1')
    expect(sink?.target).toBe('STARTED')
    expect(sink?.tasks).toHaveLength(1)
    expect(sink?.tasks[0]?.['task.class']).toBe('org.apache.kafka.connect.file.FileStreamSinkTask')
    expect(sink?.inconsistent).toBe(false)
  })

  it('reads target states of any version', async () => {
    const at = records('connect-configs.jsonl').findIndex(r => r.value?.includes('"STOPPED"'))
    const { store, log } = await storeOf('connect-configs.jsonl', at + 2)
    expect(store.get('srcstopped')?.target).toBe('STOPPED')
    await log.append([{ key: 'target-state-srcstopped', value: '{"state":"PAUSED"}' }])
    expect(store.get('srcstopped')?.target).toBe('PAUSED')
  })

  it('reads the log of an exactly-once cluster', async () => {
    const { store } = await storeOf('eos-configs.jsonl')
    expect(store.names().length).toBeGreaterThan(0)
  })

  it('task names may hold dashes; the number is behind the last one', async () => {
    const { store } = await storeOf('connect-configs.jsonl', 0)
    await store.putConnector('a-b-1', { 'connector.class': 'x' })
    await store.putTasks('a-b-1', [{ n: '0' }, { n: '1' }])
    expect(store.get('a-b-1')?.tasks).toEqual([{ n: '0' }, { n: '1' }])
  })

  it('a commit whose tasks are gone makes the connector inconsistent, not wrong', async () => {
    const { store, log } = await storeOf('connect-configs.jsonl', 0)
    await store.putConnector('c', { 'connector.class': 'x' })
    await log.append([{ key: 'commit-c', value: '{"tasks":2}' }])
    expect(store.get('c')).toMatchObject({ inconsistent: true, tasks: [] })
  })

  it('a connector that is made again under a deleted name starts clean', async () => {
    const { store } = await storeOf('connect-configs.jsonl', 0)
    await store.putConnector('c', { 'connector.class': 'x' }, 'PAUSED')
    await store.putTasks('c', [{}])
    await store.removeConnector('c')
    expect(store.get('c')).toBeUndefined()
    await store.putConnector('c', { 'connector.class': 'x' })
    expect(store.get('c')).toMatchObject({ target: 'STARTED', tasks: [] })
  })

  it('writes the records that a Java worker writes', async () => {
    const written: { key: string; value: string | null }[] = []
    const log = new MemoryLog()
    const store = new ConfigStore(log)
    await store.start(new AbortController().signal)
    const append = log.append.bind(log)
    log.append = async batch => {
      written.push(...batch)
      await append(batch)
    }
    await store.putConnector('snk1', { topics: 'lines' }, 'STOPPED')
    await store.putStopped('snk1')
    await store.putRestart('snk1', { includeTasks: true, onlyFailed: false })
    await store.removeConnector('snk1')
    expect(written).toEqual([
      { key: 'target-state-snk1', value: '{"state":"PAUSED","state.v2":"STOPPED"}' },
      { key: 'connector-snk1', value: '{"properties":{"topics":"lines","name":"snk1"}}' },
      { key: 'commit-snk1', value: '{"tasks":0}' },
      { key: 'target-state-snk1', value: '{"state":"PAUSED","state.v2":"STOPPED"}' },
      { key: 'restart-connector-snk1', value: '{"include-tasks":true,"only-failed":false}' },
      { key: 'connector-snk1', value: null },
      { key: 'target-state-snk1', value: null },
    ])
  })
})
