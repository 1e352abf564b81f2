import type { CreateTable, TagDefinition } from '../sql/ast.ts'
import { notCarriedOut, SqlError } from '../sql/sql-error.ts'
import { checkConstraints, dataColumn, timeColumn } from './define-column.ts'
import { checkPrimaryTag, tagType } from './define-type.ts'
import type { CatalogChange, Column, Database, Table } from './descriptor.ts'
import { retentionSeconds, storedDuration } from './duration.ts'
import { checkName } from './names.ts'
import { type Actor, requirePrivilege } from './privilege.ts'
import { findDatabase, fullName, publicSchema } from './resolve.ts'

const mostColumns = 4096
const mostSparseColumns = 20_000
/** Most tags that a table may have. */
export const mostTags = 128
const mostPrimaryTags = 4

/** CREATE TABLE. */
export function createTable(
  actor: Actor & { readonly database: string },
  statement: CreateTable,
): readonly CatalogChange[] {
  const { catalog } = actor
  const full = fullName(statement.name, actor.database)
  const database = findDatabase(catalog, full.database)
  if (full.schema !== publicSchema) {
    throw new SqlError('3D000', `schema "${full.schema}" does not exist`)
  }
  requirePrivilege(actor, database, 'CREATE')
  checkEngine(database, statement, full.name)
  if (catalog.table(database.id, full.name)) {
    if (statement.ifNotExists) return []
    throw new SqlError('42P07', `relation "${full.name}" already exists`)
  }
  const table = buildTable(catalog.newId(), database, full.name, statement)
  return [{ kind: 'putTable', table }]
}

/** A time-series database holds time-series tables only, and a relational one none. */
function checkEngine(database: Database, statement: CreateTable, name: string): void {
  if (!database.timeSeries) {
    if (!statement.tags) throw notCarriedOut('CREATE TABLE of a relational table')
    throw new SqlError(
      '42809',
      `can not create timeseries table in relational database "${database.name}"`,
    )
  }
  if (!statement.tags) {
    throw new SqlError(
      '42809',
      `can not create relational table in timeseries database "${database.name}"`,
    )
  }
  checkName('table', name)
}

function buildTable(id: number, database: Database, name: string, statement: CreateTable): Table {
  checkCounts(statement, name)
  const tags = buildTags(statement)
  const [first, ...rest] = statement.columns
  const columns = [
    ...(first ? [timeColumn(1, first)] : []),
    ...rest.map((column, i) => dataColumn(i + 2, column)),
  ]
  checkConstraints(statement.constraints)
  checkDistinct(columns, tags)
  const retentions = statement.retentions
  if (retentions) retentionSeconds(retentions)
  return {
    ...{ id, databaseId: database.id, name, sparse: statement.sparse },
    columns: [...columns, ...tags.map((tag, i) => ({ ...tag, id: columns.length + 1 + i }))],
    primaryTags: statement.primaryTags,
    nextColumnId: columns.length + tags.length + 1,
    grants: database.grants,
    ...(retentions && { retentions: storedDuration(retentions) }),
    ...(statement.comment !== undefined && { comment: statement.comment }),
    ...(statement.hash !== undefined && { hash: statement.hash }),
  }
}

function checkCounts({ columns, constraints, sparse, tags = [] }: CreateTable, name: string): void {
  if (columns.length + constraints.length < 2) {
    throw new SqlError('42P16', 'ts table must have at least 2 columns')
  }
  const most = sparse ? mostSparseColumns : mostColumns
  if (columns.length > most) {
    throw new SqlError(
      '54011',
      `table ${name} has too many columns, each timeseries table can have maximum ${most} columns`,
    )
  }
  if (tags.length > mostTags) throw tooManyTags()
}

/** KWDB gives this error no SQLSTATE of its own. */
export function tooManyTags(): SqlError {
  return new SqlError('XXUUU', `too many tags for ts table: more than ${mostTags}`)
}

/** The tags, without ids; primary ones are checked after all others, as KWDB does. */
function buildTags({ tags = [], primaryTags }: CreateTable): readonly Omit<Column, 'id'>[] {
  const built = new Map<string, Omit<Column, 'id'>>()
  for (const tag of tags) {
    if (built.has(tag.name)) throw new SqlError('42701', `duplicate tag name: "${tag.name}"`)
    built.set(tag.name, buildTag(tag, primaryTags.includes(tag.name)))
  }
  if (primaryTags.length > mostPrimaryTags) {
    throw new SqlError('54000', `the max number of primary tags is ${mostPrimaryTags}`)
  }
  for (const name of primaryTags) {
    const tag = built.get(name)
    if (!tag) throw new SqlError('42602', `primary tag ${name} is not a tag`)
    checkPrimaryTag(name, tag.type, tag.nullable)
  }
  return [...built.values()]
}

/** A tag without an id. Throws `SqlError`. */
export function buildTag(tag: TagDefinition, primary: boolean): Omit<Column, 'id'> {
  checkName('tag', tag.name)
  if (tag.type.name === 'SERIAL') {
    throw new SqlError(
      '0A000',
      `serial type for tag ${tag.name} is not supported in timeseries table`,
    )
  }
  return {
    name: tag.name,
    type: tagType(tag.name, tag.type, primary),
    nullable: tag.nullable ?? true,
    role: primary ? 'primaryTag' : 'tag',
    ...(tag.comment !== undefined && { comment: tag.comment }),
  }
}

function checkDistinct(columns: readonly Column[], tags: readonly Omit<Column, 'id'>[]): void {
  const seen = new Set<string>()
  for (const { name } of [...columns, ...tags]) {
    if (seen.has(name)) throw new SqlError('42701', `duplicate column name: "${name}"`)
    seen.add(name)
  }
}
