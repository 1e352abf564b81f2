import { messageOf } from '@tidewire/core'
import type { SubmittedProps } from '../config/connector-validation.ts'
import { parseJson } from '../converters/lossless-json.ts'
import type { OffsetEntry } from '../herder/sink-offsets.ts'
import { raise } from '../raise.ts'
import type { TargetState } from '../stores/config-store.ts'

/** Longest body the REST interface reads, in bytes. */
const bodyLimit = 1024 * 1024

/** Reads a body, at most `bodyLimit` bytes of it. */
async function readBody(request: Request): Promise<string> {
  const refuse = () =>
    raise('CONNECT_TOO_LARGE', { text: `The request body is larger than ${bodyLimit} bytes` })
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) throw refuse()
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.length
    if (size > bodyLimit) throw refuse()
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Kafka Connect answers 500 to a body it cannot bind; so do we, with words that help. */
function unusable(text: string): Error {
  return raise('CONNECT_SERVER', { text })
}

/** The JSON object of a body. */
async function readObject(request: Request, what: string): Promise<Record<string, unknown>> {
  const text = await readBody(request)
  if (text.trim() === '') throw unusable(`The request body is empty; ${what} is expected`)
  let parsed: unknown
  try {
    parsed = parseJson(text)
  } catch (error) {
    throw unusable(`The request body is not JSON: ${messageOf(error)}`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw unusable(`The request body must be a JSON object: ${what}`)
  }
  return parsed as Record<string, unknown>
}

/** A configuration with values as text; numbers and booleans are taken as written. */
function propsFrom(value: unknown): Record<string, string | null> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unusable('The connector config must be a JSON object of key and value')
  }
  const props: Record<string, string | null> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item !== null && typeof item === 'object') {
      throw unusable(`The value of ${key} must be text, a number or a boolean, not JSON structure`)
    }
    props[key] = item === null ? null : String(item)
  }
  return props
}

/** The body of `POST /connectors`. */
export interface CreateRequest {
  readonly name: string
  readonly config: SubmittedProps
  readonly target: TargetState | undefined
}

const initialStates: Readonly<Record<string, TargetState>> = {
  RUNNING: 'STARTED',
  PAUSED: 'PAUSED',
  STOPPED: 'STOPPED',
}

function targetFrom(value: unknown): TargetState | undefined {
  if (value === undefined || value === null) return undefined
  const target = initialStates[String(value).toUpperCase()]
  if (target !== undefined) return target
  throw unusable(
    `Cannot use ${JSON.stringify(String(value))} as initial_state; it must be one of RUNNING, PAUSED, STOPPED`,
  )
}

/** Reads the body of `POST /connectors` (Kafka Connect REST); throws for one that cannot be used. */
export async function readCreateRequest(request: Request): Promise<CreateRequest> {
  const body = await readObject(request, '{"name": …, "config": {…}}')
  for (const field of Object.keys(body)) {
    if (field !== 'name' && field !== 'config' && field !== 'initial_state') {
      throw unusable(`Unrecognized field "${field}"; known are name, config and initial_state`)
    }
  }
  if (body.config === undefined || body.config === null) {
    throw unusable('The request has no "config"')
  }
  const target = targetFrom(body.initial_state)
  const given = body.name
  return {
    name: given === undefined || given === null ? '' : String(given).trim(),
    config: propsFrom(body.config),
    target,
  }
}

/** The body of the calls that carry a configuration alone. */
export async function readProps(request: Request): Promise<Record<string, string | null>> {
  return propsFrom(await readObject(request, 'a connector configuration'))
}

function recordOrNull(value: unknown): Readonly<Record<string, unknown>> | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw unusable('Partitions and offsets must be JSON objects')
  }
  return value as Readonly<Record<string, unknown>>
}

/** The body of `PATCH /connectors/X/offsets`; undefined when it names no offsets. */
export async function readOffsets(request: Request): Promise<OffsetEntry[] | undefined> {
  const { offsets } = await readObject(request, '{"offsets": […]}')
  if (offsets === undefined || offsets === null) return undefined
  if (!Array.isArray(offsets)) throw unusable('"offsets" must be a list')
  return offsets.map((item: unknown) => {
    const entry = recordOrNull(item) ?? {}
    return {
      partition: recordOrNull(entry.partition),
      offset: recordOrNull(entry.offset),
    }
  })
}

/** The level in the body of `PUT /admin/loggers/X`. */
export async function readLevel(request: Request): Promise<string> {
  const { level } = await readObject(request, '{"level": "DEBUG"}')
  if (level === undefined || level === null) {
    throw raise('CONNECT_BAD_REQUEST', {
      text: "Desired 'level' parameter was not specified in request.",
    })
  }
  return String(level)
}
