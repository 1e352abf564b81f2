import { SqlError } from '../../sql/sql-error.ts'
import { parseBooleanText } from '../values/number-text.ts'
import { sessionZone, utc, type Zone } from '../values/zone.ts'

/** Version of PostgreSQL that KWDB says it is. */
const serverVersion = '9.5.0'
/** How KWDB is told from other servers that speak PostgreSQL's protocol. */
export const kwdbVersion = '3.2.1 (Tidewire development server)'

interface Variable {
  readonly initial: string
  readonly readOnly?: boolean
  /** Answers the value to keep; null when the value is wrong. */
  readonly check?: (value: string) => string | null
}

const boolean = (value: string): string | null => {
  const parsed = parseBooleanText(value)
  return parsed === null ? null : parsed ? 'on' : 'off'
}
const integer = (value: string): string | null => (/^-?\d+$/.test(value) ? value : null)
const oneOf =
  (...values: readonly string[]) =>
  (value: string): string | null =>
    values.find(known => known.toLowerCase() === value.toLowerCase()) ?? null
const timeout = (value: string): string | null => {
  const match = /^(\d+)\s*(ms|s|m|min|h)?$/.exec(value.trim())
  if (match === null) return null
  const factors = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 } as const
  return String(Number(match[1]) * factors[(match[2] ?? 'ms') as keyof typeof factors])
}

/** Session variables that this server knows, with what they are at the start. */
const variables: Readonly<Record<string, Variable>> = {
  application_name: { initial: '' },
  avoid_buffering: { initial: 'off', check: boolean },
  bytea_output: { initial: 'hex', check: oneOf('hex', 'escape', 'base64') },
  client_encoding: {
    initial: 'UTF8',
    // Names are compared by their letters and digits alone; drivers write utf-8, "UTF8" and 'utf-8'.
    check: value =>
      /^(utf8|unicode|cp65001|)$/.test(value.toLowerCase().replace(/[^a-z0-9]/g, ''))
        ? 'utf8'
        : null,
  },
  client_min_messages: {
    initial: 'notice',
    check: oneOf(
      ...['notice', 'debug5', 'debug4', 'debug3', 'debug2', 'debug1', 'debug', 'log', 'warning'],
      ...['error', 'fatal', 'panic'],
    ),
  },
  database: { initial: 'defaultdb' },
  datestyle: {
    initial: 'ISO, MDY',
    check: value => (/^iso(\s*,\s*mdy)?$/i.test(value.trim()) ? 'ISO, MDY' : null),
  },
  default_int_size: { initial: '8', check: oneOf('4', '8') },
  default_transaction_isolation: { initial: 'serializable' },
  default_transaction_read_only: { initial: 'off', check: boolean },
  // FLOAT8 has 15 digits and as many more; with 3 it has all it needs.
  extra_float_digits: {
    initial: '0',
    check: value => (integer(value) && Number(value) >= -15 && Number(value) <= 3 ? value : null),
  },
  idle_in_session_timeout: { initial: '0', check: timeout },
  idle_in_transaction_session_timeout: { initial: '0', check: timeout },
  integer_datetimes: { initial: 'on', readOnly: true },
  intervalstyle: { initial: 'postgres', check: oneOf('postgres') },
  is_superuser: { initial: 'on', readOnly: true },
  kwdb_version: { initial: kwdbVersion, readOnly: true },
  lock_timeout: { initial: '0', check: timeout },
  max_identifier_length: { initial: '128', readOnly: true },
  max_index_keys: { initial: '32', readOnly: true },
  node_id: { initial: '1', readOnly: true },
  row_security: { initial: 'off', check: boolean },
  search_path: { initial: 'public' },
  server_encoding: { initial: 'UTF8', readOnly: true },
  server_version: { initial: serverVersion, readOnly: true },
  server_version_num: { initial: '90500', readOnly: true },
  session_authorization: { initial: '', readOnly: true },
  session_user: { initial: '', readOnly: true },
  sql_safe_updates: { initial: 'off', check: boolean },
  standard_conforming_strings: {
    initial: 'on',
    check: value => (boolean(value) === 'on' ? 'on' : null),
  },
  statement_timeout: { initial: '0', check: timeout },
  synchronize_seqscans: { initial: 'on', check: boolean },
  timezone: { initial: 'UTC', check: value => sessionZone(value)?.name ?? null },
  transaction_isolation: { initial: 'serializable' },
  transaction_priority: { initial: 'normal', readOnly: true },
  transaction_read_only: { initial: 'off', check: boolean },
  transaction_status: { initial: 'NoTxn', readOnly: true },
  ts_ignore_batcherror: { initial: 'off', check: boolean },
  tsinsert_direct: { initial: 'on', check: boolean },
}

/** Names as ParameterStatus spells them. */
const reported: readonly (readonly [name: string, variable: string])[] = [
  ['server_version', 'server_version'],
  ['server_encoding', 'server_encoding'],
  ['client_encoding', 'client_encoding'],
  ['application_name', 'application_name'],
  ['DateStyle', 'datestyle'],
  ['IntervalStyle', 'intervalstyle'],
  ['TimeZone', 'timezone'],
  ['integer_datetimes', 'integer_datetimes'],
  ['standard_conforming_strings', 'standard_conforming_strings'],
  ['kwdb_version', 'kwdb_version'],
  ['is_superuser', 'is_superuser'],
  ['session_authorization', 'session_authorization'],
]

/** One session's variables. */
export class SessionVariables {
  readonly #values = new Map<string, string>()
  readonly #defaults = new Map<string, string>()
  #zone: Zone = utc

  constructor(user: string, database: string, isAdmin: boolean) {
    this.#defaults.set('database', database)
    this.#defaults.set('session_user', user)
    this.#defaults.set('session_authorization', user)
    this.#defaults.set('is_superuser', isAdmin ? 'on' : 'off')
  }

  /** Takes what the client says at the start; unknown keys are passed over. Throws `SqlError` for a read-only one (55P02). */
  takeStartParameter(name: string, value: string): void {
    const key = name.toLowerCase()
    if (variables[key] === undefined) return
    this.set(key, value)
    this.#defaults.set(key, this.get(key))
  }

  /** The value of a variable; throws `SqlError` (42704) when there is none of that name. */
  get(name: string): string {
    const key = name.toLowerCase()
    const variable = variables[key]
    if (variable === undefined) throw unknownVariable(name)
    return this.#values.get(key) ?? this.#defaults.get(key) ?? variable.initial
  }

  isOn(name: string): boolean {
    return this.get(name) === 'on'
  }

  /** Sets a variable. Throws `SqlError`: 42704 unknown, 55P02 read-only, 22023 wrong value. */
  set(name: string, value: string): void {
    const key = name.toLowerCase()
    const variable = variables[key]
    if (variable === undefined) throw unknownVariable(name)
    if (variable.readOnly) throw new SqlError('55P02', `parameter "${name}" cannot be changed`)
    const kept = variable.check === undefined ? value : variable.check(value)
    if (kept === null) throw wrongValue(key, value)
    this.#values.set(key, kept)
    if (key === 'timezone') this.#zone = sessionZone(value) ?? utc
  }

  /** Back to what the session began with. */
  reset(name: string): void {
    const key = name.toLowerCase()
    const variable = variables[key]
    if (variable === undefined) throw unknownVariable(name)
    if (variable.readOnly) throw new SqlError('55P02', `parameter "${name}" cannot be changed`)
    this.#values.delete(key)
    if (key === 'timezone') this.#zone = sessionZone(this.get(key)) ?? utc
  }

  /** Back to what the session began with, all of them. */
  resetAll(): void {
    for (const key of [...this.#values.keys()]) this.reset(key)
  }

  get zone(): Zone {
    return this.#zone
  }

  get database(): string {
    return this.get('database')
  }

  /** Names and values, in order of names. */
  *all(): Iterable<readonly [name: string, value: string]> {
    for (const name of Object.keys(variables).sort()) yield [name, this.get(name)]
  }

  /** What is reported to the client by itself (ParameterStatus). */
  reported(): ReadonlyMap<string, string> {
    return new Map(reported.map(([name, variable]) => [name, this.get(variable)]))
  }
}

function unknownVariable(name: string): SqlError {
  return new SqlError('42704', `unrecognized configuration parameter "${name}"`)
}

function wrongValue(name: string, value: string): SqlError {
  if (name === 'client_encoding') {
    return new SqlError('0A000', `unimplemented client encoding: "${value}"`)
  }
  if (name === 'timezone') {
    return new SqlError('22023', `invalid value for parameter "timezone": "${value}"`, {
      hint: `cannot find time zone "${value}"`,
    })
  }
  return new SqlError('22023', `invalid value for parameter "${name}": "${value}"`)
}
