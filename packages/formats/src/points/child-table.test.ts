import { describe, expect, test } from 'vitest'
import { LineParser } from '../line/line-parser.ts'
import { childTarget } from './child-table.ts'

function target(line: string, nameTag: string | null = null) {
  const batch = new LineParser().parse(Buffer.from(`${line} v=1 1`), { unit: 'ns' })
  const [measurement] = batch.measurements
  const series = measurement!.series[0]!
  return childTarget({ measurement: measurement!.key, tags: series.tags, nameTag })
}

describe('names of child tables', () => {
  // Check values of the real server.
  test.each([
    ['meters,groupid=2,location=California.LosAngeles', 't_be97833a0e1f523fcdaeb6291d6fdf27'],
    ['meters,location=California.LosAngeles,groupid=2', 't_be97833a0e1f523fcdaeb6291d6fdf27'],
    ['st,t1=3,t2=4,t3=t3', 't_5674733529a38572948e6d500eacb850'],
    ['m,h=a', 't_248323aac0f2ac4911348f6f7da03211'],
  ])('%s', (line, name) => {
    expect(target(line).name).toBe(name)
  })

  test('can be the value of a tag, which is no tag then', () => {
    const { name, tags } = target('m,dev=a.b,h=1', 'dev')
    expect(name).toBe('a_b')
    expect(tags.map(tag => tag.name)).toEqual(['h'])
    expect(target('m,h=a', 'dev').name).toBe('t_248323aac0f2ac4911348f6f7da03211')
    expect(target(`m,dev=${'é'.repeat(150)}`, 'dev').name).toBe('é'.repeat(96))
  })
})
