import { describe, expect, it } from 'vitest'
import { connectorText, statusDetail, statusTable } from './connector-text.ts'

describe('answers of the worker for people', () => {
  it('prints a loaded connector with sorted keys and the name last, as the sink tutorial shows it', () => {
    const answer = {
      name: 's',
      config: { name: 's', topics: 'meters', 'connection.url': 'jdbc:TAOS://127.0.0.1:6030' },
      tasks: [],
      type: 'sink',
    }
    expect(connectorText(answer)).toBe(`{
  "name": "s",
  "config": {
    "connection.url": "jdbc:TAOS://127.0.0.1:6030",
    "topics": "meters",
    "name": "s"
  },
  "tasks": [],
  "type": "sink"
}`)
  })

  const failed = {
    name: 's',
    connector: { state: 'RUNNING', worker_id: 'w:1' },
    tasks: [
      { id: 0, state: 'RUNNING', worker_id: 'w:1' },
      { id: 1, state: 'FAILED', worker_id: 'w:1', trace: 'CODE: bad line\n  record: topic m' },
    ],
    type: 'sink',
  }

  it('counts tasks by state', () => {
    expect(statusTable([failed]).split('\n')).toEqual([
      'NAME  TYPE  STATE    TASKS',
      's     sink  RUNNING  1 RUNNING, 1 FAILED',
    ])
  })

  it('says where to look when a running connector has no tasks', () => {
    expect(statusDetail({ ...failed, tasks: [] })).toContain('no tasks yet: the log')
    expect(statusDetail(failed)).not.toContain('no tasks')
  })

  it('shows why a task failed', () => {
    expect(statusDetail(failed)).toContain(
      '  task 1: FAILED on w:1\n    CODE: bad line\n      record: topic m',
    )
    expect(statusDetail(failed)).toMatch(/tidewire connector restart s$/)
  })
})
