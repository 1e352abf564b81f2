import type { ConfigKey } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { kwdbSourcePlugin } from './source/plugin.ts'
import { sourceConfig, timeOf } from './source-config.ts'

/** The configuration of the user page. */
const example: Readonly<Record<string, string>> = {
  'connection.url': 'jdbc:kaiwudb://localhost:26257',
  'connection.user': 'test',
  'connection.password': '<password>',
  'connection.database': 'benchmark',
  'connection.attempts': '3',
  'connection.backoff.ms': '5000',
  'poll.interval.ms': '5000',
  'topic.prefix': 'kw',
  'topic.delimiter': '-',
  'fetch.max.rows': '100',
  'query.interval.ms': '1000',
  'topic.per.stable': 'true',
  'topic.ignore.db': 'false',
  'out.format': 'json_kaiwudb',
  'read.method': 'query',
}

/** What validation says, by key. */
async function complaints(
  props: Readonly<Record<string, string>>,
): Promise<Record<string, readonly string[]>> {
  const resolved = sourceConfig.resolveAliases({ ...example, ...props }).props
  const errors = sourceConfig
    .validate(resolved)
    .filter(({ errors }) => errors.length > 0)
    .map(({ name, errors }) => [name, errors] as const)
  const across = ((await kwdbSourcePlugin.validate?.(resolved)) ?? []).map(
    ({ key, message }) => [key, [message]] as const,
  )
  return Object.fromEntries([...across, ...errors])
}

describe('the source configuration', () => {
  it('has the keys of the user page with their defaults, then our own', () => {
    const keys = Object.entries(sourceConfig.keys as Readonly<Record<string, ConfigKey>>)
    expect(keys.map(([name, key]) => [name, key.default])).toEqual([
      ['connection.url', undefined],
      ['connection.user', undefined],
      ['connection.password', ''],
      ['connection.database', undefined],
      ['connection.attempts', 3],
      ['connection.backoff.ms', 5000],
      ['topic.prefix', undefined],
      ['topic.delimiter', '-'],
      ['timestamp.initial', null],
      ['poll.interval.ms', 5000],
      ['fetch.max.rows', 100],
      ['query.interval.ms', 1000],
      ['topic.per.stable', true],
      ['topic.ignore.db', false],
      ['out.format', 'json_kaiwudb'],
      ['read.method', 'query'],
      ['topic.append.format', false],
      ['timestamp.end', null],
      ['timestamp.precision', null],
      ['connection.timezone', 'UTC'],
      ['json.primary.flag', 'both'],
      ['tables.include', []],
      ['tables.exclude', []],
      ['tables', []],
      ['look.back.ms', 600_000],
      ['look.back.max.rows', 1_000_000],
      ['late.rows.check.interval.ms', 60_000],
    ])
    for (const [name, key] of keys) expect(key.doc, name).toMatch(/\.$/)
  })

  it('takes the configuration of the user page, and one with the misspelt delimiter', async () => {
    expect(await complaints({})).toEqual({})
    expect(await complaints({ 'topic.delimeter': '_' })).toEqual({})
  })

  it.each([
    ['connection.url', 'jdbc:mysql://localhost'],
    ['connection.url', 'jdbc:kaiwudb://localhost:26257/other'],
    ['connection.attempts', '0'],
    ['connection.backoff.ms', '-1'],
    ['connection.database', ''],
    ['topic.prefix', 'a b'],
    ['topic.delimiter', '/'],
    ['timestamp.initial', 'yesterday'],
    ['timestamp.initial', '2999-01-01 00:00:00'],
    ['timestamp.end', '2022-02-30 00:00:00'],
    ['poll.interval.ms', '-1'],
    ['fetch.max.rows', '0'],
    ['query.interval.ms', '-1'],
    ['query.interval.ms', '2678400001'],
    ['topic.per.stable', 'maybe'],
    ['topic.ignore.db', 'maybe'],
    ['topic.append.format', 'maybe'],
    ['out.format', 'json'],
    ['read.method', 'subscription'],
    ['timestamp.precision', 'minutes'],
    ['timestamp.precision', 's'],
    ['connection.timezone', 'Mars/Olympus'],
    ['json.primary.flag', 'none'],
    ['look.back.ms', '999'],
    ['look.back.max.rows', '-1'],
    ['late.rows.check.interval.ms', '-1'],
  ])('refuses %s=%s', async (key, value) => {
    expect(Object.keys(await complaints({ [key]: value }))).toEqual([key])
  })

  it('refuses an end that is not after the beginning', async () => {
    const times = {
      'timestamp.initial': '2022-01-02 00:00:00',
      'timestamp.end': '2022-01-01 00:00:00',
    }
    expect(Object.keys(await complaints(times))).toEqual(['timestamp.end'])
  })

  it.each([
    ['json_kaiwudb', ['ms', 'us', 'ns']],
    ['line_influxdb', ['ms', 'us', 'ns']],
    ['json_opentsdb', ['s', 'ms']],
    ['line_opentsdb', ['s', 'ms']],
  ] as const)('%s has the units %s', async (format, units) => {
    for (const unit of ['s', 'ms', 'us', 'ns'] as const) {
      const found = await complaints({ 'out.format': format, 'timestamp.precision': unit })
      const allowed: readonly string[] = units
      expect(Object.keys(found)).toEqual(allowed.includes(unit) ? [] : ['timestamp.precision'])
    }
  })

  it.each([
    ['2022-03-28 09:56:51', 'UTC', 1_648_461_411_000_000_000n],
    ['2022-03-28 09:56:51.5', 'Asia/Shanghai', 1_648_432_611_500_000_000n],
    ['2022-03-28T09:56:51Z', 'Asia/Shanghai', 1_648_461_411_000_000_000n],
    ['2022-03-28T09:56:51+08:00', 'UTC', 1_648_432_611_000_000_000n],
    ['2022-03-28', 'UTC', null],
  ])('reads the time %s in %s', (text, zone, nanos) => {
    expect(timeOf(text, zone)).toBe(nanos)
  })
})
