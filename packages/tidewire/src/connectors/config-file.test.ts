import { describe, expect, it } from 'vitest'
import { parseConnectorFile } from './config-file.ts'

const sinkDemo = `name=TDengineSinkConnector
connector.class=com.taosdata.kafka.connect.sink.TDengineSinkConnector
connection.url=jdbc:TAOS://127.0.0.1:6030
connection.database=power
`

describe('connector configurations in files', () => {
  it('reads the properties file of the sink tutorial', () => {
    expect(parseConnectorFile(sinkDemo, 'sink-demo.properties')).toEqual({
      name: 'TDengineSinkConnector',
      config: {
        name: 'TDengineSinkConnector',
        'connector.class': 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
        'connection.url': 'jdbc:TAOS://127.0.0.1:6030',
        'connection.database': 'power',
      },
    })
  })

  it('reads the form of the REST interface, numbers and booleans as text', () => {
    const text =
      '{"name":"Kw","config":{"tasks.max":5,"topic.per.stable":true,"id":647470401348904608}}'
    expect(parseConnectorFile(text, 'f.json')).toEqual({
      name: 'Kw',
      config: { 'tasks.max': '5', 'topic.per.stable': 'true', id: '647470401348904608' },
    })
  })

  it('reads a flat object, and text behind a byte order mark', () => {
    expect(parseConnectorFile('\u{feff} {"name":"a","topics":"t"}', 'f.json')).toEqual({
      name: 'a',
      config: { name: 'a', topics: 't' },
    })
    expect(parseConnectorFile('\u{feff}name=a\n', 'f').name).toBe('a')
  })

  it('reads continued lines, escapes and other separators of Java properties', () => {
    const text = '# comment\ntopics = a,\\\n   b\nprefix : x\\u00e9\nempty=\n'
    expect(parseConnectorFile(text, 'f').config).toEqual({ topics: 'a,b', prefix: 'xé', empty: '' })
  })

  it.each([
    ['{"name": "x"', /JSON|position|Expected/],
    ['[1]', /no JSON object/],
    ['{"config":{"a":null}}', /"a" is null/],
    ['{"config":{"a":[1]}}', /"a" is an array/],
    ['# nothing', /no keys/],
  ])('refuses %s and says why', (text, reason) => {
    expect(() => parseConnectorFile(text, 'f')).toThrow(reason)
  })
})
