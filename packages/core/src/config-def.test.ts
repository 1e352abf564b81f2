import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineConfig, nearestName, splitList } from './config-def.ts'
import { atLeast, oneOf } from './config-validators.ts'
import { TidewireError } from './error.ts'
import type { Secret } from './secret.ts'

const config = defineConfig({
  'connection.url': {
    type: 'string',
    importance: 'high',
    doc: 'Where the database is.',
    validator: value =>
      typeof value === 'string' && value.startsWith('jdbc:')
        ? null
        : 'check connection.url is correct',
  },
  'connection.user': {
    type: 'string',
    default: 'root',
    importance: 'high',
    doc: 'The account.',
    aliases: ['connection.username'],
  },
  'connection.password': {
    type: 'password',
    default: 'taosdata',
    importance: 'high',
    doc: 'Secret.',
  },
  'batch.size': {
    type: 'int',
    default: 3000,
    importance: 'medium',
    doc: 'Records.',
    validator: atLeast(0),
  },
  'errors.tolerance': {
    type: 'string',
    default: 'none',
    importance: 'low',
    doc: 'Tolerance.',
    validator: oneOf('none', 'all'),
  },
  topics: { type: 'list', default: [], importance: 'high', doc: 'Topics.' },
  limit: { type: 'long', default: null, importance: 'low', doc: 'Optional.' },
  flag: { type: 'boolean', default: false, importance: 'low', doc: 'A switch.' },
})

function errorsOf(props: Record<string, string>, name: string): readonly string[] {
  return config.validate(props).find(v => v.name === name)?.errors ?? []
}

describe('a configuration', () => {
  it('is parsed into typed values with defaults', () => {
    const values = config.parse({
      'connection.url': ' jdbc:TAOS://h:6030 ',
      topics: 'a , b,c',
      flag: 'TRUE',
    })
    expectTypeOf(values['batch.size']).toEqualTypeOf<number>()
    expectTypeOf(values.limit).toEqualTypeOf<number | null>()
    expectTypeOf(values.topics).toEqualTypeOf<readonly string[]>()
    expectTypeOf(values['connection.password']).toEqualTypeOf<Secret>()
    expect(values).toMatchObject({
      'connection.url': 'jdbc:TAOS://h:6030',
      'connection.user': 'root',
      'batch.size': 3000,
      topics: ['a', 'b', 'c'],
      limit: null,
      flag: true,
    })
    expect(values['connection.password'].reveal()).toBe('taosdata')
  })

  it('says every error at once, in the words of Kafka', () => {
    expect(errorsOf({}, 'connection.url')).toEqual([
      'Missing required configuration "connection.url" which has no default value.',
      'Invalid value null for configuration connection.url: check connection.url is correct',
    ])
    expect(errorsOf({ 'batch.size': 'abc' }, 'batch.size')).toEqual([
      'Invalid value abc for configuration batch.size: Not a number of type INT',
    ])
    expect(errorsOf({ 'batch.size': '-1' }, 'batch.size')).toEqual([
      'Invalid value -1 for configuration batch.size: Value must be at least 0',
    ])
    expect(errorsOf({ 'errors.tolerance': 'sometimes' }, 'errors.tolerance')).toEqual([
      'Invalid value sometimes for configuration errors.tolerance: String must be one of: none, all',
    ])
    expect(errorsOf({ flag: 'yes' }, 'flag')).toEqual([
      'Invalid value yes for configuration flag: Expected value to be either true or false',
    ])
    expect(() => config.parse({ 'batch.size': '-1' })).toThrow(/3 error\(s\)/)
  })

  it('refuses numbers beyond their type', () => {
    expect(errorsOf({ 'batch.size': '2147483648' }, 'batch.size')).toHaveLength(1)
    expect(errorsOf({ limit: '9007199254740993' }, 'limit')).toHaveLength(1)
    expect(errorsOf({ 'batch.size': '1e3' }, 'batch.size')).toHaveLength(1)
  })

  it('never shows a secret in an error', () => {
    const secretive = defineConfig({
      pw: { type: 'password', importance: 'high', doc: '', validator: () => 'too short' },
    })
    expect(secretive.validate({ pw: 'hunter2' })[0]?.errors).toEqual([
      'Invalid value [hidden] for configuration pw: too short',
    ])
  })

  it('takes an alias for its key and says so', () => {
    const { props, used } = config.resolveAliases({ 'connection.username': 'jim' })
    expect(props['connection.user']).toBe('jim')
    expect(used).toEqual([{ alias: 'connection.username', key: 'connection.user' }])
    expect(
      config.resolveAliases({ 'connection.username': 'a', 'connection.user': 'b' }).props,
    ).toMatchObject({
      'connection.user': 'b',
    })
  })

  it('names the nearest key to one that nobody knows', () => {
    expect(
      config.unknown({ 'batch.sise': '1', 'consumer.override.x': '1' }, [], ['consumer.override.']),
    ).toEqual([{ key: 'batch.sise', nearest: 'batch.size' }])
    expect(nearestName('zzz', ['connection.url'])).toBeNull()
  })

  it('lists its secrets', () => {
    expect(config.secrets()).toEqual(['connection.password'])
  })

  it('parses what it prints, for any list', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/)
    fc.assert(
      fc.property(fc.array(word), words => {
        expect(splitList(words.join(' , '))).toEqual(words)
      }),
    )
  })

  it('never throws from validate, whatever is submitted', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(config.keys)), fc.string()),
        props => {
          const values = config.validate(props)
          const valid = values.every(v => v.errors.length === 0)
          if (valid) config.parse(props)
          else expect(() => config.parse(props)).toThrow(TidewireError)
        },
      ),
    )
  })
})

it('a secret prints as its mask wherever it is put', () => {
  const { 'connection.password': secret } = config.parse({
    'connection.url': 'jdbc:x',
    'connection.password': 's3cret',
  })
  expect(`${secret} ${JSON.stringify({ secret })} ${inspect({ secret })}`).not.toContain('s3cret')
  expect(String(secret)).toBe('[hidden]')
})
