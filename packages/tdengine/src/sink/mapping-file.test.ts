import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseMapping, readMapping } from './mapping-file.ts'
import { tdengineSinkPlugin } from './plugin.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-mapping-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('a mapping file', () => {
  it('has members as objects or in the words of the configuration', () => {
    const { mapping, problems } = parseMapping(
      JSON.stringify({
        'table.name': 'meters',
        'columns.map': [
          'data.ok:ok:BOOL=false',
          { member: 'data.temp', name: 'temperature', type: 'float' },
          { member: 'price', type: 'DECIMAL( 10, 2 )', default: 0 },
        ],
        'tags.map': [{ member: 'site', type: 'binary(20)' }],
      }),
    )
    expect(problems).toEqual([])
    expect(mapping).toEqual({
      'table.name': 'meters',
      'columns.map': [
        { path: ['data', 'ok'], name: 'ok', type: 'BOOL', declaration: null, byDefault: 'false' },
        {
          path: ['data', 'temp'],
          name: 'temperature',
          type: 'FLOAT',
          declaration: null,
          byDefault: null,
        },
        {
          path: ['price'],
          name: 'price',
          type: 'DECIMAL',
          declaration: 'DECIMAL(10,2)',
          byDefault: '0',
        },
      ],
      'tags.map': [
        {
          path: ['site'],
          name: 'site',
          type: 'VARCHAR',
          declaration: 'VARCHAR(20)',
          byDefault: null,
        },
      ],
    })
  })

  it('is told all that is wrong with it at once, each with its path', () => {
    const { problems } = parseMapping(
      JSON.stringify({
        'table.nam': 'x',
        'time.field': 7,
        'tags.map': { site: 1 },
        'columns.map': [
          { member: 'a', type: 'FLOTE' },
          { member: '' },
          { member: 'b', nmae: 'c' },
          ':',
          null,
          { member: 'd', default: [] },
          { member: 'e', type: 'DECIMAL' },
          { member: 'x.b' },
        ],
      }),
    )
    expect(problems.map(({ path }) => path)).toEqual([
      '$["table.nam"]',
      '$["time.field"]',
      '$["tags.map"]',
      '$["columns.map"][0].type',
      '$["columns.map"][1].member',
      '$["columns.map"][2].nmae',
      '$["columns.map"][3]',
      '$["columns.map"][4]',
      '$["columns.map"][5].default',
      '$["columns.map"][6].type',
      '$["columns.map"][7]',
    ])
    for (const { reason } of problems) expect(reason).not.toBe('')
  })

  it.each([
    ['not json at all', 'secret {'],
    ['a list', '["secret"]'],
  ])('that is %s is refused without showing what it holds', async (_, text) => {
    const file = join(folder, 'wrong.json')
    await writeFile(file, text)
    const error = await readMapping(file).catch((caught: Error) => caught)
    expect(error).toMatchObject({ code: 'TDENGINE_MAPPING_FILE' })
    expect((error as Error).message).toContain(`${file} cannot be used: $: `)
    expect((error as Error).message).not.toContain('secret')
  })

  it.each([
    ['that is not there', 'nowhere.json', 'it is not there'],
    ['that is a folder', '.', 'it is no file'],
  ])('%s is refused with the reason', async (_, name, reason) => {
    await expect(readMapping(join(folder, name))).rejects.toThrow(reason)
  })

  it('a name that is column and tag is refused', () => {
    const both = [{ member: 'site' }]
    const { problems } = parseMapping(JSON.stringify({ 'columns.map': both, 'tags.map': both }))
    expect(problems).toEqual([{ path: '$["tags.map"]', reason: 'site is a column already' }])
  })

  it('is read when the configuration is validated', async () => {
    const file = join(folder, 'typo.json')
    await writeFile(file, '{"columns.map":[{"member":"a","type":"FLOTE"}]}')
    const props = {
      'connection.url': 'jdbc:TAOS-WS://h',
      'db.schemaless': 'json',
      'mapping.file': file,
    }
    expect(await tdengineSinkPlugin.validate?.({ ...props, 'write.method': 'typed' })).toEqual([
      { key: 'mapping.file', message: expect.stringContaining('$["columns.map"][0].type') },
    ])
    expect(await tdengineSinkPlugin.validate?.(props)).toEqual([
      { key: 'mapping.file', message: 'mapping.file needs write.method=typed' },
    ])
  })
})
