import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ConnectorContext } from './connector.ts'
import { TidewireError } from './error.ts'
import { TableWatch } from './table-watch.ts'

/** A database whose list of tables the test writes, and what a connector tells its worker about it. */
function watched(list: () => readonly string[]) {
  const told = { tasks: 0, errors: [] as unknown[], lines: [] as string[], closed: 0 }
  const say = (line: string) => void told.lines.push(line)
  const context: ConnectorContext = {
    name: 'c',
    log: { debug: say, info: say, warn: say, error: say },
    signal: new AbortController().signal,
    requestTaskReconfiguration: () => {
      told.tasks += 1
    },
    raiseError: error => void told.errors.push(error),
  }
  const watch = new TableWatch<string>(context, 0, {
    database: 'd',
    list: async () => list(),
    identity: name => name,
    close: async () => {
      told.closed += 1
    },
  })
  onTestFinished(() => watch.stop())
  return { watch, told }
}

const { signal } = new AbortController()
const forGood = new TidewireError({ code: 'X', message: 'no such database', retriable: false })

describe('the tables of a source', () => {
  it('new tasks are asked for when the tables change, and only then', async () => {
    let tables = ['a']
    let looks = 0
    const { watch, told } = watched(() => {
      looks += 1
      return tables
    })
    expect(await watch.tables(signal)).toEqual(['a'])
    await vi.waitFor(() => expect(looks).toBeGreaterThan(2), { timeout: 5000 })
    expect(told.tasks).toBe(1)
    tables = ['a', 'b']
    await vi.waitFor(() => expect(told.tasks).toBe(2), { timeout: 5000 })
    expect(await watch.tables(signal)).toEqual(['a', 'b'])
  })

  it('an error that no retry helps stops a connector that knows no tables', async () => {
    const { watch, told } = watched(() => {
      throw forGood
    })
    await vi.waitFor(() => expect(told.errors).toEqual([forGood]))
    await vi.waitFor(() => expect(told.closed).toBe(1))
    await watch.stop()
  })

  it('the same error changes nothing once the tables are known, and is said once', async () => {
    let looks = 0
    const { watch, told } = watched(() => {
      looks += 1
      if (looks > 1 && looks < 4) throw forGood
      return ['a']
    })
    await vi.waitFor(
      () => expect(told.lines).toContain('the tables of the database are known again'),
      {
        timeout: 5000,
      },
    )
    expect(await watch.tables(signal)).toEqual(['a'])
    expect(told.errors).toEqual([])
    expect(told.lines.filter(line => line.includes('cannot be listed'))).toHaveLength(1)
    expect(told.tasks).toBe(1)
  })

  it('stopping closes the database', async () => {
    const { watch, told } = watched(() => ['a'])
    await watch.stop()
    expect(told.closed).toBe(1)
  })
})
