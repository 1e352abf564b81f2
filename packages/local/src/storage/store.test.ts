import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Store, type StoreOptions } from './store.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const open = (more: Partial<StoreOptions> = {}) =>
  Store.open({ path: join(folder, 'db'), memoryLimit: '64MB', threads: 1, ...more })

test('changes that wait together share one commit', async () => {
  let commits = 0
  const store = await open({
    onCommit: () => {
      commits += 1
    },
  })
  await store.changeAlone(async c => void (await c.run('CREATE TABLE t (a INTEGER)')))
  commits = 0
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      store.change(async c => void (await c.run(`INSERT INTO t VALUES (${i})`))),
    ),
  )
  expect(commits).toBeLessThan(5)
  expect(await store.rows('SELECT count(*)::INTEGER AS n FROM t')).toEqual([{ n: 30 }])
  await store.close()
})

test('a failed change is rolled back, the others of its group are not', async () => {
  let rollbacks = 0
  const store = await open({
    onRollback: () => {
      rollbacks += 1
    },
  })
  await store.changeAlone(async c => void (await c.run('CREATE TABLE t (a INTEGER)')))
  const results = await Promise.allSettled([
    store.change(async c => void (await c.run('INSERT INTO t VALUES (1)'))),
    store.change(async c => {
      await c.run('INSERT INTO t VALUES (2)')
      throw new Error('no')
    }),
    store.change(async c => void (await c.run('INSERT INTO t VALUES (3)'))),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(rollbacks).toBeGreaterThan(0)
  expect(await store.rows('SELECT a FROM t ORDER BY a')).toEqual([{ a: 1 }, { a: 3 }])
  await store.close()
})

test('after a fatal error the store is opened again and serves on', async () => {
  const store = await open()
  await store.changeAlone(async c => void (await c.run('CREATE TABLE t (a INTEGER)')))
  await store.change(async c => void (await c.run('INSERT INTO t VALUES (1)')))
  const fatal = store.change(async () => {
    throw new Error('FATAL Error: database has been invalidated')
  })
  await expect(fatal).rejects.toThrow('invalidated')
  await store.change(async c => void (await c.run('INSERT INTO t VALUES (2)')))
  expect(await store.rows('SELECT a FROM t ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }])
  await store.close()
})

test('a query that is planned before rows come and run after them reads the rows of one moment', async () => {
  const store = await open()
  await store.changeAlone(async c => {
    await c.run('CREATE TABLE t (a INTEGER, v BIGINT)')
    await c.run('INSERT INTO t SELECT range, range FROM range(200)')
  })
  const reader = await store.acquire()
  const planned = await reader.prepare('SELECT a, v FROM t ORDER BY a')
  await store.change(async c => void (await c.run('INSERT INTO t VALUES (-1, 1000)')))
  const rows = await (await planned.stream()).getRows()
  planned.destroySync()
  store.release(reader)
  expect(rows).toEqual(Array.from({ length: 200 }, (_, i) => [i, BigInt(i)]))
  expect(await store.rows('SELECT a, v FROM t ORDER BY a LIMIT 1')).toEqual([{ a: -1, v: 1000n }])
  await store.close()
})
