import type { ServerContext } from '../server-context.ts'
import type { Arguments } from '../ws/json-frame.ts'
import { adapterError } from '../ws/socket.ts'

/** Kinds of the arguments of `insert`, the same on every endpoint that has it. */
export const insertKinds = {
  req_id: 'uint',
  protocol: 'int',
  precision: 'string',
  ttl: 'int',
  data: 'string',
  table_name_key: 'string',
} as const

/** Runs `insert`: a schemaless write into a database (taosAdapter WebSocket protocol). */
export async function insertLines(
  context: ServerContext,
  database: string | undefined,
  args: Arguments,
): Promise<Record<string, unknown>> {
  const protocol = args.int('protocol') ?? 0
  if (protocol === 0) throw adapterError('schemaless write protocol is null')
  const result = await context.schemaless.write({
    database,
    protocol,
    precision: args.string('precision'),
    ttl: args.int('ttl') ?? 0,
    tableNameKey: args.string('table_name_key'),
    data: args.string('data'),
  })
  return { affected_rows: result.affectedRows, total_rows: result.totalRows }
}
