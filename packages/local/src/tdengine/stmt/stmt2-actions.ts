import type { DuckEngine } from '../engine/duck-engine.ts'
import type { Session } from '../sql/session.ts'
import type { Arguments } from '../ws/json-frame.ts'
import type { OpenResults } from '../ws/open-results.ts'
import { type Action, adapterError } from '../ws/socket.ts'
import { describeResult, emptyResult } from './result-description.ts'
import type { StatementRegistry } from './statement-registry.ts'
import { Statement2 } from './statement2.ts'

/** What statements of a socket need of it. */
export interface StatementHost {
  readonly engine: DuckEngine
  /** The session of the socket; it changes with `conn`. */
  session(): Session
  readonly results: OpenResults
}

/** An action on a statement: every answer, errors included, repeats its number. */
export function statementAction(
  label: string,
  kinds: Action['kinds'],
  run: (id: bigint, args: Arguments) => Promise<Record<string, unknown> | undefined>,
): Action {
  const named = (args: Arguments) => ({ stmt_id: args.uint('stmt_id') })
  return {
    kinds: { req_id: 'uint', stmt_id: 'uint', ...kinds },
    label,
    run: async args => {
      const fields = await run(args.uint('stmt_id'), args)
      return fields === undefined ? undefined : { ...named(args), ...fields }
    },
    errorFields: named,
  }
}

/** The text actions of statements of version 2 (taosAdapter `/ws`). */
export function stmt2Actions(
  host: StatementHost,
  registry: StatementRegistry,
): readonly (readonly [string, Action])[] {
  return [
    [
      'stmt2_init',
      {
        kinds: { req_id: 'uint', single_stb_insert: 'bool', single_table_bind_once: 'bool' },
        label: 'stmt2 init',
        run: async args => {
          const statement = new Statement2(host.engine, host.session(), {
            singleTable: args.bool('single_stb_insert'),
            bindOnce: args.bool('single_table_bind_once'),
          })
          return { stmt_id: registry.add(statement) }
        },
      },
    ],
    [
      'stmt2_prepare',
      statementAction('stmt2 prepare', { sql: 'string', get_fields: 'bool' }, (id, args) =>
        registry.use2(id, statement => {
          const prepared = statement.prepare(args.string('sql'), args.bool('get_fields'))
          return {
            is_insert: prepared.isInsert,
            fields: prepared.fields,
            fields_count: prepared.count,
          }
        }),
      ),
    ],
    [
      'stmt2_exec',
      statementAction('stmt2 exec', {}, id =>
        registry.use2(id, async statement => ({ affected: await statement.execute() })),
      ),
    ],
    [
      'stmt2_result',
      statementAction('stmt2 result', {}, id =>
        registry.use2(id, statement => {
          const { id: resultId, rows } = host.results.add(statement.takeResult() ?? emptyResult)
          return { id: resultId, ...describeResult(rows) }
        }),
      ),
    ],
    [
      'stmt2_close',
      statementAction('stmt2 close', {}, async id => {
        await registry.close(id, 2)
        return {}
      }),
    ],
  ]
}

/** Bytes of a `stmt2_bind` frame before its payload. */
const payloadAt = 30

/** Answers the binary action `stmt2_bind`. */
export async function bindFrame(
  registry: StatementRegistry,
  id: bigint,
  frame: Buffer,
): Promise<Record<string, unknown>> {
  if (frame.length < payloadAt) throw adapterError('message length is too short')
  if (frame.readUInt16LE(24) !== 1) throw adapterError('unknown stmt2 bind version')
  const columnIndex = frame.readInt32LE(26)
  await registry.use2(id, statement => statement.bind(frame.subarray(payloadAt), columnIndex))
  return { stmt_id: id }
}
