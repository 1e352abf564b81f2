import type { TableChange, TableSchema } from '../engine/api.ts'
import type { Topic } from '../engine/catalog.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
import type { Expression } from './ast.ts'
import { Cursor } from './cursor.ts'
import { walkExpression } from './expression-walk.ts'
import { parseExpression } from './parse-expression.ts'
import { parseQuery } from './parse-query.ts'

/** Columns and tags that a topic's query or filter names; `*` names all that there were at its creation. */
function usedNames(engine: DuckEngine, topic: Topic): ReadonlySet<string> {
  const names = new Set<string>()
  if (topic.query === null || topic.frozen === undefined) return names
  const { id, version, tagVersion } = topic.frozen
  const table = engine.schemaAt(id, version, tagVersion)
  const visit = (part: Expression) => {
    if (part.kind === 'column') names.add(part.name)
    if (part.kind !== 'star') return
    for (const { name } of [...(table?.columns ?? []), ...(table?.tags ?? [])]) names.add(name)
  }
  const cursor = new Cursor(topic.query)
  if (topic.kind === 'stable') walkExpression(parseExpression(cursor), visit)
  else {
    const query = parseQuery(cursor)
    if (query.kind !== 'select') return names
    for (const { expression } of query.items) walkExpression(expression, visit)
    if (query.where !== undefined) walkExpression(query.where, visit)
  }
  return names
}

function topicsOf(engine: DuckEngine, table: TableSchema): readonly Topic[] {
  return [...engine.catalog.topics.values()].filter(topic => topic.frozen?.id === table.id)
}

/** Refuses a schema change that would take a column or tag away from a topic (TDengine: 0x03C4). */
export function checkTopicsBeforeChange(
  engine: DuckEngine,
  table: TableSchema,
  change: TableChange,
): void {
  switch (change.change) {
    case 'drop-column':
    case 'drop-tag':
    case 'modify-column':
    case 'modify-tag':
    case 'rename-column':
    case 'rename-tag':
      for (const topic of topicsOf(engine, table)) {
        if (usedNames(engine, topic).has(change.name)) throw engineError('FIELD_USED_BY_TOPIC')
      }
  }
}

/** Refuses to drop a super table that a topic reads (TDengine: 0x03ED). */
export function checkTopicsBeforeDrop(engine: DuckEngine, table: TableSchema): void {
  if (table.kind === 'super' && topicsOf(engine, table).length > 0) {
    throw engineError('TOPIC_MUST_BE_DELETED')
  }
}

/** Refuses to end the retention of a database that topics read (TDengine: 0x0389). */
export function checkTopicsBeforeOptions(
  engine: DuckEngine,
  database: string,
  options: ReadonlyMap<string, string>,
): void {
  const period = [...options].find(([name]) => name.toUpperCase() === 'WAL_RETENTION_PERIOD')
  const topics = [...engine.catalog.topics.values()]
  if (period?.[1] === '0' && topics.some(topic => topic.database === database)) {
    throw engineError('WAL_RETENTION_ZERO')
  }
}
