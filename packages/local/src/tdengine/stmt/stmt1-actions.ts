import type { Action } from '../ws/socket.ts'
import { describeResult } from './result-description.ts'
import type { StatementRegistry } from './statement-registry.ts'
import { Statement1 } from './statement1.ts'
import { type StatementHost, statementAction } from './stmt2-actions.ts'

/** The text actions of statements of version 1 (taosAdapter `/ws`, and `/rest/stmt` in part). */
export function stmt1Actions(
  host: StatementHost,
  registry: StatementRegistry,
): readonly (readonly [string, Action])[] {
  return [
    [
      'init',
      {
        kinds: { req_id: 'uint' },
        label: 'stmt init',
        run: async () => ({ stmt_id: registry.add(new Statement1(host.engine, host.session())) }),
      },
    ],
    [
      'prepare',
      statementAction('stmt prepare', { sql: 'string' }, (id, args) =>
        registry.use1(id, statement => {
          statement.prepare(args.string('sql'))
          return { is_insert: statement.isInsert }
        }),
      ),
    ],
    [
      'set_table_name',
      statementAction('stmt set table name', { name: 'string' }, (id, args) =>
        registry.use1(id, statement => {
          statement.setTableName(args.string('name'))
          return {}
        }),
      ),
    ],
    [
      'set_tags',
      statementAction('stmt set tags', { tags: 'any' }, (id, args) =>
        registry.use1(id, statement => {
          statement.setTagsJson(args.any('tags'))
          return {}
        }),
      ),
    ],
    [
      'bind',
      statementAction('stmt bind', { columns: 'any' }, (id, args) =>
        registry.use1(id, statement => {
          statement.bindJson(args.any('columns'))
          return {}
        }),
      ),
    ],
    [
      'add_batch',
      statementAction('stmt add batch', {}, id =>
        registry.use1(id, statement => {
          statement.addBatch()
          return {}
        }),
      ),
    ],
    [
      'exec',
      statementAction('stmt exec', {}, id =>
        registry.use1(id, async statement => ({ affected: await statement.execute() })),
      ),
    ],
    [
      'close',
      statementAction('stmt close', {}, async id => {
        await registry.close(id, 1)
        return undefined
      }),
    ],
    [
      'get_tag_fields',
      statementAction('stmt get tag fields', {}, id =>
        registry.use1(id, (statement): Record<string, unknown> => {
          const fields = statement.tagFields()
          return fields.length === 0 ? {} : { fields }
        }),
      ),
    ],
    [
      'get_col_fields',
      statementAction('stmt get col fields', {}, id =>
        registry.use1(id, statement => {
          const fields = statement.columnFields()
          return { fields: fields.length === 0 ? null : fields }
        }),
      ),
    ],
    [
      'use_result',
      statementAction('stmt use result', {}, id =>
        registry.use1(id, statement => {
          const { id: resultId, rows } = host.results.add(statement.takeResult())
          return { result_id: resultId, ...describeResult(rows) }
        }),
      ),
    ],
    [
      'stmt_num_params',
      statementAction('stmt num params', {}, id =>
        registry.use1(id, statement => ({ num_params: statement.parameterCount() })),
      ),
    ],
    [
      'stmt_get_param',
      statementAction('stmt get param', { index: 'int' }, (id, args) =>
        registry.use1(id, statement => {
          const index = args.int('index') ?? 0
          const { type, length } = statement.parameter(index)
          return { index, data_type: type, length }
        }),
      ),
    ],
  ]
}
