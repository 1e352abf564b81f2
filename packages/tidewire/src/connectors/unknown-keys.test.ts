import { describe, expect, it } from 'vitest'
import { unknownKeyNotes } from './unknown-keys.ts'

const sink = 'com.taosdata.kafka.connect.sink.TDengineSinkConnector'
const source = 'com.taosdata.kafka.connect.source.TDengineSourceConnector'

describe('keys that a connector does not know', () => {
  it('are named, with the key that was meant', () => {
    const config = { 'connector.class': sink, 'connection.databse': 'power', whatever: '1' }
    expect(unknownKeyNotes(config, ['connector.class'])).toEqual([
      'The connector does not know the key connection.databse and ignores it; did you mean connection.database?',
      'The connector does not know the key whatever and ignores it',
    ])
  })

  it('are not those of converters and clients, nor other names of its own keys', () => {
    const config = {
      'connector.class': source,
      'connection.username': 'root',
      'value.converter.schemas.enable': 'false',
      'producer.override.linger.ms': '5',
    }
    expect(unknownKeyNotes(config, ['connector.class'])).toEqual([])
  })

  it('are found for a class in its short form too', () => {
    for (const name of ['TDengineSinkConnector', 'TDengineSink']) {
      const config = { 'connector.class': name, 'batch.siez': '1' }
      expect(unknownKeyNotes(config, ['connector.class'])).toHaveLength(1)
    }
  })

  it('are not looked for in a class of somebody else', () => {
    expect(unknownKeyNotes({ 'connector.class': 'org.example.Sink', a: '1' }, [])).toEqual([])
  })
})
