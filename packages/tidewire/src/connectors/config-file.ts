import { readFile } from 'node:fs/promises'
import { messageOf, type Props, parseProperties } from '@tidewire/core'
import { raise } from '../errors.ts'

/** A connector configuration as a file gives it; `name` is null when the file does not say one. */
export interface ConnectorFile {
  readonly name: string | null
  readonly config: Props
}

const fileProblems: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'you may not read it'],
])

/** Reads a text file; the error names the file and the reason. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const reason = fileProblems.get(String(code)) ?? String(code ?? error)
    throw raise('CLI_FILE', { file, reason })
  }
}

/** Reads a Java .properties file. */
export async function readProperties(file: string): Promise<Props> {
  return parseProperties(withoutMark(await readText(file)))
}

/** Some editors write a byte order mark; it is no part of the first key. */
function withoutMark(text: string): string {
  return text.replace(/^\u{feff}/u, '')
}

/** Numbers keep the digits of the file, so that no int64 is rounded. */
class Digits {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

const keepDigits: Reviver = (_key, value, context) =>
  typeof value === 'number' && context.source !== undefined ? new Digits(context.source) : value

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Digits)
  )
}

function scalar(value: unknown): string | null {
  if (value instanceof Digits) return value.text
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  return null
}

function texts(object: Readonly<Record<string, unknown>>, file: string): Props {
  const config: Record<string, string> = {}
  for (const [key, value] of Object.entries(object)) {
    const text = scalar(value)
    if (text === null) {
      const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : 'an object'
      throw raise('CLI_CONFIG_FILE', { file, reason: `"${key}" is ${kind}, not a text` })
    }
    config[key] = text
  }
  return config
}

function fromJson(text: string, file: string): ConnectorFile {
  let json: unknown
  try {
    // The reviver's third argument is part of the language (JSON.parse source text access).
    json = JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown)
  } catch (error) {
    const reason = messageOf(error)
    throw raise('CLI_CONFIG_FILE', { file, reason }, { cause: error })
  }
  if (!isObject(json)) throw raise('CLI_CONFIG_FILE', { file, reason: 'it is no JSON object' })
  const config = texts(isObject(json.config) ? json.config : json, file)
  const name = scalar(json.name) ?? config.name ?? null
  return { name, config }
}

/** Understands a connector configuration: JSON when the text begins with a brace, else Java properties. */
export function parseConnectorFile(text: string, file: string): ConnectorFile {
  const clean = withoutMark(text)
  if (/^\s*[{[]/.test(clean)) return fromJson(clean, file)
  const config = parseProperties(clean)
  if (Object.keys(config).length === 0) {
    throw raise('CLI_CONFIG_FILE', { file, reason: 'it has no keys' })
  }
  return { name: config.name ?? null, config }
}

/** Reads a connector configuration; `-` is standard input. */
export async function readConnectorFile(file: string): Promise<ConnectorFile> {
  if (file !== '-') return parseConnectorFile(await readText(file), file)
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return parseConnectorFile(Buffer.concat(chunks).toString('utf8'), 'standard input')
}
