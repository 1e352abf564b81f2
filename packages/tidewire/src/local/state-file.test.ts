import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  currentDataDir,
  forgetCurrent,
  type LocalState,
  makeDataDir,
  readState,
  rememberCurrent,
  startDataDir,
  writeState,
} from './state-file.ts'

const state: LocalState = {
  pid: 1,
  control: 'c.sock',
  host: '127.0.0.1',
  ports: { kafka: 9092, tdengine: 6041, kwdb: 26_257, connect: 8083 },
}
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-state-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the state of a local environment', () => {
  it('is read back as it was written', async () => {
    await writeState(folder, state)
    expect(await readState(folder)).toEqual(state)
  })

  it.each([
    ['cut off', '{"pid": 1, "control"'],
    ['without ports', JSON.stringify({ ...state, ports: {} })],
    [
      'with a port that is no number',
      JSON.stringify({ ...state, ports: { ...state.ports, kafka: 'x' } }),
    ],
    ['without a host', JSON.stringify({ ...state, host: undefined })],
  ])('counts as none when it is damaged: %s', async (_, text) => {
    await writeFile(join(folder, 'tidewire.json'), text)
    expect(await readState(folder)).toBeNull()
  })
})

it('a data directory that is a file, or cannot be made, is a clear error', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await expect(makeDataDir(file)).rejects.toMatchObject({ code: 'CLI_DATA_DIR' })
  await expect(makeDataDir(join(file, 'below'))).rejects.toMatchObject({ code: 'CLI_DATA_DIR' })
})

it('a data directory that is deleted is not the current one any more', async () => {
  vi.stubEnv('XDG_STATE_HOME', folder)
  vi.stubEnv('TIDEWIRE_CURRENT', '')
  await rememberCurrent('/somewhere/a')
  expect(await currentDataDir(undefined)).toBe('/somewhere/a')
  await forgetCurrent('/somewhere/b')
  expect(await currentDataDir(undefined)).toBe('/somewhere/a')
  await forgetCurrent('/somewhere/a')
  expect(await currentDataDir(undefined)).toBe(startDataDir(undefined))
  vi.unstubAllEnvs()
})
