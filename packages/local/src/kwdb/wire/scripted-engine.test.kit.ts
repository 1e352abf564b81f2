import { once } from 'node:events'
import type {
  Field,
  KwdbEngine,
  PreparedStatement,
  Session,
  SessionOptions,
  StatementReply,
  TextValue,
} from '../api.ts'
import { SqlError } from '../sql/sql-error.ts'
import { oids } from './type-oid.ts'

/** Counts what the engine was asked for. */
export interface EngineLog {
  readonly statements: string[]
  readonly values: (readonly TextValue[])[]
  rowsRead: number
  sessions: number
  aborted: number
}

function field(name: string, oid: number): Field {
  return { name, oid, size: -1, modifier: -1 }
}

/** A row of every type that has a binary format, as text. */
export const everyType: readonly (readonly [string, number, string])[] = [
  ['bool', oids.bool, 't'],
  ['int2', oids.int2, '-32768'],
  ['int4', oids.int4, '2147483647'],
  ['int8', oids.int8, '-9223372036854775808'],
  ['float4', oids.float4, '1.5'],
  ['float8', oids.float8, '-1.25e-07'],
  ['varchar', oids.varchar, 'a\u4e2d"\'b'],
  ['nchar', oids.nchar, '\u4e2d'],
  ['varbytes', oids.varbytes, '\\x00ff10'],
  ['tz', oids.timestamptz, '2023-08-11 12:12:10.249123+00:00'],
  ['ts', oids.timestamp, '1969-12-31 23:59:59.5'],
  ['numeric', oids.numeric, '-12345.678900'],
  ['texts', 1009, '{primary,"a \\"b"}'],
]

const everyField = everyType.map(([name, oid]) => field(name, oid))

/** An engine that does what its statements say, for tests of the protocol: no SQL in it. */
export class ScriptedEngine implements KwdbEngine {
  readonly log: EngineLog = { statements: [], values: [], rowsRead: 0, sessions: 0, aborted: 0 }

  authenticate(user: string, password: string | null): boolean {
    return user === 'root' || (user === 'test' && (password === null || password === 'secret'))
  }

  openSession(options: SessionOptions): Session {
    if (options.parameters.has('read_only_key')) {
      throw new SqlError('55P02', 'parameter "read_only_key" cannot be changed')
    }
    this.log.sessions += 1
    return new ScriptedSession(options, this.log)
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

class ScriptedSession implements Session {
  transactionStatus: 'I' | 'T' | 'E' = 'I'
  readonly #parameters: Map<string, string>
  readonly #log: EngineLog

  constructor(options: SessionOptions, log: EngineLog) {
    this.#log = log
    this.#parameters = new Map([
      ['server_version', '9.5.0'],
      ['client_encoding', 'UTF8'],
      ['standard_conforming_strings', 'on'],
      ['TimeZone', 'UTC'],
      ['DateStyle', 'ISO, MDY'],
      ['integer_datetimes', 'on'],
      ['session_authorization', options.user],
      ['application_name', options.parameters.get('application_name') ?? ''],
      ['database', options.database],
    ])
  }

  parameters(): ReadonlyMap<string, string> {
    return this.#parameters
  }

  async *run(text: string, signal: AbortSignal): AsyncIterable<StatementReply> {
    for (const part of text.split(';').map(one => one.trim())) {
      if (part !== '') yield await this.#carryOut(part, [], signal)
    }
  }

  async prepare(text: string, parameterOids: readonly number[]): Promise<PreparedStatement | null> {
    const part = text.trim()
    if (part === '') return null
    if (part.startsWith('unprepared')) throw new SqlError('42601', 'syntax error', { position: 1 })
    const count = Math.max(0, ...[...part.matchAll(/\$(\d+)/g)].map(match => Number(match[1])))
    const types = Array.from({ length: count }, (_, i) => parameterOids[i] || oids.text)
    const fields = this.#fields(part, types)
    return {
      parameterOids: types,
      ...(fields === undefined ? {} : { fields }),
      execute: (values, signal) => this.#carryOut(part, values, signal),
    }
  }

  #fields(part: string, types: readonly number[]): readonly Field[] | undefined {
    const [word] = part.split(' ')
    if (word === 'rows' || word === 'many') return [field('i', oids.int4), field('t', oids.text)]
    if (word === 'types') return everyField
    if (word === 'echo') return types.map((oid, i) => field(`p${i + 1}`, oid))
    return undefined
  }

  async #carryOut(
    part: string,
    values: readonly TextValue[],
    signal: AbortSignal,
  ): Promise<StatementReply> {
    this.#log.statements.push(part)
    this.#log.values.push(values)
    const [word = '', first = '', ...rest] = part.split(' ')
    switch (word) {
      case 'rows':
        return this.#rows(Number(first), signal)
      case 'types':
        return reply('SELECT 1', everyField, [everyType.map(([, , text]) => text)])
      case 'echo':
        return reply(
          'SELECT 1',
          this.#fields(
            part,
            values.map(() => oids.text),
          ) ?? [],
          [values],
        )
      case 'begin':
        this.transactionStatus = 'T'
        return reply('BEGIN')
      case 'commit':
        this.transactionStatus = 'I'
        return reply('COMMIT')
      case 'set':
        this.#parameters.set(first, rest.join(' '))
        return reply('SET')
      case 'notice':
        return {
          ...reply('INSERT 0 0'),
          notices: [{ severity: 'NOTICE', sqlState: '00000', message: part }],
        }
      case 'fail':
        throw new SqlError(first, rest.join(' '), { hint: 'a hint', position: 3 })
      case 'crash':
        throw new TypeError('of the engine')
      case 'hang':
        try {
          await once(signal, 'abort')
        } finally {
          this.#log.aborted += 1
        }
        throw signal.reason
      default:
        return reply(`${word.toUpperCase()} 0 1`)
    }
  }

  #rows(count: number, signal: AbortSignal): StatementReply {
    const log = this.#log
    let sent = 0
    async function* batches() {
      try {
        while (sent < count) {
          signal.throwIfAborted()
          const size = Math.min(100, count - sent)
          const start = sent
          sent += size
          log.rowsRead += size
          yield Array.from({ length: size }, (_, i) => [String(start + i), 'x'.repeat(100)])
        }
      } finally {
        log.aborted += sent < count ? 1 : 0
      }
    }
    const fields = [field('i', oids.int4), field('t', oids.text)]
    return { tag: () => `SELECT ${sent}`, notices: [], fields, rows: batches() }
  }

  async close(): Promise<void> {
    this.#log.sessions -= 1
  }
}

function reply(
  tag: string,
  fields?: readonly Field[],
  rows?: readonly (readonly TextValue[])[],
): StatementReply {
  const answer = { tag: () => tag, notices: [] }
  if (fields === undefined || rows === undefined) return answer
  async function* all() {
    yield rows ?? []
  }
  return { ...answer, fields, rows: all() }
}
