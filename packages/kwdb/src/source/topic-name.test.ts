import { expect, test } from 'vitest'
import { type TopicNaming, topicOf } from './topic-name.ts'

const naming: TopicNaming = {
  prefix: 'kw',
  delimiter: '-',
  perTable: true,
  withDatabase: true,
  format: null,
}

test.each([
  [{}, 'kw-benchmark-cpu'],
  [{ withDatabase: false }, 'kw-cpu'],
  [{ perTable: false }, 'kw-benchmark'],
  [{ perTable: false, withDatabase: false }, 'kw-benchmark'],
  [{ format: 'json_kaiwudb' as const }, 'kw-benchmark-cpu-json_kaiwudb'],
  [{ perTable: false, format: 'line_influxdb' as const }, 'kw-benchmark-line_influxdb'],
  [{ delimiter: '_' }, 'kw_benchmark_cpu'],
  [{ delimiter: '' }, 'kwbenchmarkcpu'],
  [{ prefix: '' }, 'benchmark-cpu'],
])('a topic is named by %j', (change, topic) => {
  expect(topicOf({ ...naming, ...change }, 'benchmark', 'cpu')).toBe(topic)
})

test('what Kafka does not allow in topics becomes an underscore, and long names are cut', () => {
  expect(topicOf(naming, 'my db', 'a.b$c/d🎈')).toBe('kw-my_db-a.b_c_d_')
  expect(topicOf(naming, 'd'.repeat(63), 't'.repeat(300))).toHaveLength(249)
})
