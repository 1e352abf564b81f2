import type { Header, Props } from '@tidewire/core'
import type { ProducerRecord } from '@tidewire/kafka'
import { raise } from '../errors.ts'

/** How a line becomes a record: the properties of Kafka's LineMessageReader. */
export interface LineFormat {
  readonly parseKey: boolean
  readonly keySeparator: Buffer
  readonly parseHeaders: boolean
  readonly headersDelimiter: Buffer
  readonly headersSeparator: string
  readonly headersKeySeparator: string
  readonly nullMarker: Buffer | null
  readonly ignoreError: boolean
}

function flag(props: Props, key: string): boolean {
  return props[key]?.trim().toLowerCase() === 'true'
}

const known = [
  'parse.key',
  'key.separator',
  'parse.headers',
  'headers.delimiter',
  'headers.separator',
  'headers.key.separator',
  'null.marker',
  'ignore.error',
]

/** Reads the format from `--property` values; an unknown one is refused. */
export function lineFormat(props: Props): LineFormat {
  const unknown = Object.keys(props).find(key => !known.includes(key))
  if (unknown !== undefined) {
    throw raise('CLI_USAGE', { problem: `--property ${unknown} is not known here` })
  }
  const marker = props['null.marker']
  return {
    parseKey: flag(props, 'parse.key'),
    keySeparator: Buffer.from(props['key.separator'] ?? '\t'),
    parseHeaders: flag(props, 'parse.headers'),
    headersDelimiter: Buffer.from(props['headers.delimiter'] ?? '\t'),
    headersSeparator: props['headers.separator'] ?? ',',
    headersKeySeparator: props['headers.key.separator'] ?? ':',
    nullMarker: marker === undefined || marker === '' ? null : Buffer.from(marker),
    ignoreError: flag(props, 'ignore.error'),
  }
}

interface Split {
  readonly before: Buffer | null
  readonly after: Buffer
}

function split(
  bytes: Buffer,
  separator: Buffer,
  what: string,
  format: LineFormat,
  line: number,
): Split {
  const at = bytes.indexOf(separator)
  if (at >= 0) {
    return { before: bytes.subarray(0, at), after: bytes.subarray(at + separator.length) }
  }
  if (format.ignoreError) return { before: null, after: bytes }
  throw raise('CLI_USAGE', {
    problem: `line ${line} of the input has no ${what} (${JSON.stringify(separator.toString())} is missing)`,
  })
}

function headersOf(bytes: Buffer, format: LineFormat, line: number): Header[] {
  return bytes
    .toString('utf8')
    .split(format.headersSeparator)
    .map(pair => {
      const at = pair.indexOf(format.headersKeySeparator)
      if (at >= 0) {
        const value = pair.slice(at + format.headersKeySeparator.length)
        return { key: pair.slice(0, at), value: orNull(Buffer.from(value), format) }
      }
      if (format.ignoreError) return { key: pair, value: null }
      throw raise('CLI_USAGE', {
        problem: `line ${line} of the input has a header without a value`,
      })
    })
}

function orNull(bytes: Buffer, format: LineFormat): Buffer | null {
  return format.nullMarker?.equals(bytes) === true ? null : bytes
}

/** The record of one line; `line` counts from 1, for errors. */
export function lineRecord(
  bytes: Buffer,
  topic: string,
  format: LineFormat,
  line: number,
): ProducerRecord {
  let rest = bytes
  let headers: Header[] = []
  let key: Buffer | null = null
  if (format.parseHeaders) {
    const parts = split(rest, format.headersDelimiter, 'headers', format, line)
    const text = parts.before === null ? null : orNull(parts.before, format)
    if (text !== null && text.length > 0) headers = headersOf(text, format, line)
    rest = parts.after
  }
  if (format.parseKey) {
    const parts = split(rest, format.keySeparator, 'key', format, line)
    key = parts.before === null ? null : orNull(parts.before, format)
    rest = parts.after
  }
  return { topic, key, value: orNull(rest, format), ...(headers.length === 0 ? {} : { headers }) }
}
