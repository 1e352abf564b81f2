import type { StatementReply } from '../../api.ts'
import { planDefinition } from '../../catalog/define.ts'
import type { Column, Table } from '../../catalog/descriptor.ts'
import { hasPrivilege, requirePrivilege } from '../../catalog/privilege.ts'
import { findTable, fullName, lookUpTable } from '../../catalog/resolve.ts'
import type { AlterTable, Expression, Insert, ObjectName, SchemalessItem } from '../../sql/ast.ts'
import { type DirectInsert, scanDirectInsert } from '../../sql/direct-insert.ts'
import { parseText } from '../../sql/parse.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import type { DuckKwdbEngine } from '../kwdb-engine.ts'
import type { ParameterValue } from '../query/context.ts'
import type { WriteBatch } from '../storage/write.ts'
import type { Moment } from '../values/timestamp-text.ts'
import { directBatch } from '../write/direct-values.ts'
import { type InsertPlan, planInsert } from '../write/insert-plan.ts'
import { ordinaryBatch, withDefaults } from '../write/ordinary-rows.ts'
import type { ValueContext } from '../write/ordinary-value.ts'
import { done } from './answers.ts'
import type { SessionVariables } from './variables.ts'

/** What an INSERT needs of its session. */
export interface InsertContext {
  readonly engine: DuckKwdbEngine
  readonly user: string
  readonly variables: SessionVariables
  readonly now: Moment
}

/**
 * Carries a text out on the fast path; null when the fast path does not take it: it must be one
 * INSERT … VALUES into an existing time-series table that the user may write to, with literals in
 * the right number. Throws `SqlError`.
 */
export async function insertDirect(
  text: string,
  context: InsertContext,
): Promise<StatementReply | null> {
  const { engine, user, variables } = context
  if (!variables.isOn('tsinsert_direct') || !startsWithInsert(text)) return null
  const insert = scanDirectInsert(text)
  if (insert === null) return null
  if (fullName(insert.table, variables.database).database === 'defaultdb') return null
  const table = lookUpTable(engine.catalog, insert.table, variables.database)
  if (table === undefined || !hasPrivilege({ catalog: engine.catalog, user }, table, 'INSERT'))
    return null
  const width = insert.columns.length === 0 ? table.columns.length : insert.columns.length
  if (insert.values.length !== insert.rowCount * width) return null
  if (insert.withoutSchema !== undefined) {
    await addMissing(insert.table, directItems(insert), context)
  }
  const rejected = variables.isOn('ts_ignore_batcherror') ? { count: 0 } : null
  return await write(
    context,
    () => findTable(engine.catalog, insert.table, variables.database),
    insert.columns,
    insert.rowCount,
    (plan, values) =>
      withDefaults(directBatch(insert, plan, values.now, rejected), plan, parseDefault, values),
    rejected,
  )
}

/** Blanks and comments may come first. */
function startsWithInsert(text: string): boolean {
  return /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*insert\b/i.test(text.slice(0, 2000))
}

/** Carries an INSERT out as the grammar reads it. Throws `SqlError`. */
export async function insertOrdinary(
  insert: Insert,
  parameters: readonly ParameterValue[],
  parameterOids: readonly number[],
  context: InsertContext,
): Promise<StatementReply> {
  const { engine, user, variables } = context
  const find = () => findTable(engine.catalog, insert.table, variables.database)
  const table = find()
  requirePrivilege({ catalog: engine.catalog, user }, table, 'INSERT')
  for (const [isUsed, what] of [
    [insert.upsert, 'UPSERT'],
    [insert.onConflict, 'ON CONFLICT'],
    [insert.returning, 'RETURNING'],
  ] as const) {
    if (isUsed) throw new SqlError('0A000', `${what} is not supported in timeseries table`)
  }
  if (insert.source.kind === 'query') throw notCarriedOut('INSERT … SELECT')
  if (insert.source.kind === 'defaultValues') {
    throw new SqlError('0A000', 'DEFAULT VALUES is not supported in timeseries table')
  }
  if (insert.withoutSchema !== undefined) {
    await addMissing(insert.table, insert.withoutSchema.map(ordinaryItem), context)
  }
  const { rows } = insert.source
  return await write(
    context,
    find,
    insert.withoutSchema?.map(({ name }) => name) ?? insert.columns,
    rows.length,
    (plan, values) => withDefaults(ordinaryBatch(rows, plan, values), plan, parseDefault, values),
    null,
    { parameters, parameterOids },
  )
}

/** The columns that the values of an INSERT go to, e.g. for the types of parameters. Throws `SqlError`. */
export function insertColumns(insert: Insert, context: InsertContext): readonly Column[] {
  const table = findTable(context.engine.catalog, insert.table, context.variables.database)
  const names = insert.withoutSchema?.map(({ name }) => name) ?? insert.columns
  return planInsert(table, names).listed
}

async function write(
  context: InsertContext,
  find: () => Table,
  columns: readonly string[],
  rows: number,
  ready: (plan: InsertPlan, values: ValueContext) => WriteBatch,
  rejected: { readonly count: number } | null,
  parameters: Pick<ValueContext, 'parameters' | 'parameterOids'> = {
    parameters: [],
    parameterOids: [],
  },
): Promise<StatementReply> {
  const { engine, now } = context
  const rule = engine.dedupRule()
  const result = await engine.write(() => {
    const table = find()
    return { table, batch: ready(planInsert(table, columns), { now, ...parameters }) }
  }, rule)
  const notices = []
  if (rule === 'discard' && result.discarded > 0) {
    notices.push(dropped(result.discarded, 'discarded', 'duplicate data'))
  }
  if (rejected !== null && rejected.count > 0) {
    notices.push(dropped(rejected.count, 'rejected', 'err'))
  }
  return done(`INSERT 0 ${rows - result.discarded - (rejected?.count ?? 0)}`, notices)
}

function dropped(rows: number, verb: string, why: string) {
  return {
    severity: 'NOTICE',
    sqlState: '00000',
    message: ` ${rows} rows ${verb}\nDetails: ${rows} rows ${verb} due to ${why}. Check logs under the user data directory for more information.`,
  }
}

/** The text of a default as an expression. */
function parseDefault(text: string): Expression {
  const statement = parseText(`SELECT ${text}`)[0]?.statement
  if (statement?.kind === 'select' && statement.query.body.kind === 'core') {
    const found = statement.query.body.items[0]?.expression
    if (found !== undefined) return found
  }
  throw new SqlError('XX000', `internal error: the default ${text} is no expression`)
}

// ---------------------------------------------------------------- INSERT WITHOUT SCHEMA

interface Item {
  readonly name: string
  readonly role: 'column' | 'tag'
  /** The type to add the column with. */
  readonly addAs: string
  /** The type to widen it to; null when no length was given. */
  readonly widenTo: string | null
  readonly width: number
}

function directItems(insert: DirectInsert): readonly Item[] {
  return (insert.withoutSchema ?? []).map(({ name, type, length, role }) => ({
    name,
    role,
    // The fast path adds columns by the bare word of their type, without the length.
    addAs: type,
    widenTo: length === '' ? null : `${type}(${length})`,
    width: Number(length) || 0,
  }))
}

function ordinaryItem({ name, type, role }: SchemalessItem): Item {
  const isSized = type.width !== undefined && !type.spelling.includes('(')
  const text = isSized ? `${type.spelling}(${type.width})` : type.spelling
  return {
    name,
    role,
    addAs: text,
    widenTo: type.width === undefined ? null : text,
    width: type.width ?? 0,
  }
}

/** Adds the columns and tags that a table lacks and widens those that are too short. Throws `SqlError` (42701) for a wrong role. */
async function addMissing(
  target: ObjectName,
  items: readonly Item[],
  context: InsertContext,
): Promise<void> {
  for (const item of items) {
    const table = findTable(context.engine.catalog, target, context.variables.database)
    const found = table.columns.find(({ name }) => name === item.name)
    if (found === undefined) {
      await alter(
        target,
        `ADD ${item.role.toUpperCase()} ${quoted(item.name)} ${item.addAs}`,
        context,
      )
      continue
    }
    const isTag = found.role === 'tag' || found.role === 'primaryTag'
    if (isTag !== (item.role === 'tag')) {
      throw new SqlError('42701', `duplicate ${item.role} name: "${item.name}"`)
    }
    const hasLength = /^N?(VAR)?CHAR$|^VARBYTES$/.test(found.type.name)
    if (item.widenTo !== null && hasLength && item.width > found.type.width) {
      await alter(
        target,
        `ALTER ${item.role.toUpperCase()} ${quoted(item.name)} TYPE ${item.widenTo}`,
        context,
      )
    }
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** As on KWDB, a change that is refused is passed over; the INSERT fails for what is missing. */
async function alter(target: ObjectName, action: string, context: InsertContext): Promise<void> {
  const { engine, user, variables } = context
  try {
    const text = `ALTER TABLE ${target.parts.map(quoted).join('.')} ${action}`
    const [parsed] = parseText(text)
    if (parsed?.statement.kind !== 'alterTable') return
    const statement: AlterTable = parsed.statement
    await engine.define(() =>
      planDefinition(
        {
          catalog: engine.catalog,
          user,
          database: variables.database,
          inTransaction: false,
          secure: engine.secure,
        },
        statement,
      ),
    )
  } catch (cause) {
    if (!(cause instanceof SqlError)) throw cause
  }
}
