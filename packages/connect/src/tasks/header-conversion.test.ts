import type { Header, Props } from '@tidewire/core'
import { headerText } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import type { ConverterPlugin } from '../converters/converter.ts'
import { jsonConverter } from '../converters/json-converter.ts'
import { numberConverters } from '../converters/primitive-converters.ts'
import { simpleHeaderConverter } from '../converters/simple-header-converter.ts'
import { stringConverter } from '../converters/string-converter.ts'
import { headerFromConnect, headerToConnect } from './header-conversion.ts'

function by({ className, create }: ConverterPlugin, props: Props = {}) {
  return { className, converter: create(props, 'header') }
}

function header(value: string | null, data?: Header['data']): Header {
  const bytes = value === null ? null : Buffer.from(value)
  return { key: 'h', value: bytes, ...(data === undefined ? {} : { data }) }
}

const json = by(jsonConverter)
const plainJson = by(jsonConverter, { 'schemas.enable': 'false' })
const simple = by(simpleHeaderConverter)

describe('a header for a sink', () => {
  it('has the value that the converter reads, and its bytes', () => {
    const text = '{"schema":{"type":"string","optional":false},"payload":"d1"}'
    const read = headerToConnect(json, 't', header(text))
    expect(read.data).toEqual({ schema: { type: 'string', optional: false }, value: 'd1' })
    expect(Buffer.from(read.value ?? []).toString()).toBe(text)
    expect(headerText(read)).toBe('d1')
  })

  it('that cannot be read is an error', () => {
    expect(() => headerToConnect(json, 't', header('d1'))).toThrow()
  })

  it('is text as it stands when text is asked for, whatever it looks like', () => {
    const read = headerToConnect(simple, 't', header('007'))
    expect(read.data).toEqual({ schema: { type: 'int8', optional: false }, value: 7 })
    expect(headerText(read)).toBe('007')
    expect(headerText(headerToConnect(simple, 't', header(null)))).toBeNull()
  })

  it('is read in the character set of its own converter only', () => {
    const latin = by(stringConverter, { 'converter.encoding': 'ISO-8859-1' })
    const read = headerToConnect(latin, 't', { key: 'h', value: Buffer.from([0xfc]) })
    expect(headerText(read)).toBe('ü')
    const other = by(stringConverter, { 'value.converter.encoding': 'ISO-8859-1' })
    expect(headerText(headerToConnect(other, 't', header('ü')))).toBe('ü')
  })
})

describe('a header of a source', () => {
  const written = (...given: Parameters<typeof headerFromConnect>) =>
    Buffer.from(headerFromConnect(...given).value ?? []).toString()

  it('that is bytes is text for the converter', () => {
    expect(written(simple, 't', header('d1'))).toBe('d1')
    expect(written(plainJson, 't', header('d1'))).toBe('"d1"')
    expect(written(json, 't', header('d1'))).toBe(
      '{"schema":{"type":"string","optional":false},"payload":"d1"}',
    )
  })

  it('with a value of its own is written from that', () => {
    const data = { schema: { type: 'int32', optional: false }, value: 7 } as const
    expect(written(simple, 't', header('?', data))).toBe('7')
    expect(written(plainJson, 't', header('?', data))).toBe('7')
  })

  it('that the converter does not take is an error', () => {
    const integer = numberConverters.find(({ className }) => className.includes('IntegerConverter'))
    expect(() => headerFromConnect(by(integer!), 't', header('d1'))).toThrow('expected int32')
  })

  it('without a value has none', () => {
    expect(headerFromConnect(simple, 't', header(null)).value).toBeNull()
    expect(headerFromConnect(json, 't', header(null)).value).toBeNull()
  })
})
