import { quoteText } from '../../storage/store.ts'
import { columnName, rowTable, tagTable } from '../engine/catalog.ts'
import { dataType } from '../engine/data-type.ts'
import type { FoundTable } from './name-lookup.ts'
import type { ResultColumn } from './result.ts'
import type { Relation, ScopeColumn } from './scope.ts'
import type { SystemTable } from './system-table.ts'

/** TBNAME is a VARCHAR(270). */
const tbnameType = dataType('VARCHAR', 270)

/** The relation of a table; `n` makes its aliases unique in the query. */
export function tableRelation(found: FoundTable, alias: string | undefined, n: number): Relation {
  const { table, child } = found
  const [r, t] = [`r${n}`, `t${n}`]
  const isSuper = table.kind === 'super'
  const data: ScopeColumn[] = table.columns.map((column, i) => ({
    name: column.name,
    sql: `${r}.${columnName(column.id)}`,
    type: column.type,
    isTag: false,
    isTime: i === 0,
  }))
  const tags: ScopeColumn[] = table.tags.map(tag => ({
    name: tag.name,
    sql: `${t}.${columnName(tag.id)}`,
    type: tag.type,
    isTag: true,
    isTime: false,
  }))
  const rows =
    child === undefined
      ? `${rowTable(table.id)} ${r}`
      : `(SELECT * FROM ${rowTable(table.id)} WHERE tb = ${child.id}) ${r}`
  const tbname: ScopeColumn = {
    name: 'tbname',
    sql: child === undefined && isSuper ? `${t}.name` : quoteText(child?.name ?? table.name),
    type: tbnameType,
    isTag: isSuper,
    isTime: false,
  }
  const ts = data[0]?.sql ?? '1'
  return {
    names: alias === undefined ? [child?.name ?? table.name] : [alias],
    columns: [...data, ...tags],
    tbname,
    from: withTags =>
      withTags && isSuper ? `(${rows} JOIN ${tagTable(table.id)} ${t} ON ${r}.tb = ${t}.tb)` : rows,
    tagsFrom: isSuper
      ? child === undefined
        ? `${tagTable(table.id)} ${t}`
        : `(SELECT * FROM ${tagTable(table.id)} WHERE tb = ${child.id}) ${t}`
      : undefined,
    condition: undefined,
    order: child === undefined && isSuper ? [`${r}.tb`, ts] : [ts],
    isSuper: isSuper && child === undefined,
    isSystem: false,
  }
}

/** The relation of a sub-query whose columns are `o0`, `o1`, …. */
export function queryRelation(
  query: {
    readonly sql: string
    readonly columns: readonly ResultColumn[]
    readonly timeIndex: number | undefined
  },
  alias: string | undefined,
  n: number,
): Relation {
  const r = `q${n}`
  return {
    names: alias === undefined ? [] : [alias],
    columns: query.columns.map(({ name, type }, i) => ({
      name,
      sql: `${r}.o${i}`,
      type,
      isTag: false,
      isTime: i === query.timeIndex,
    })),
    tbname: undefined,
    from: () => `(${query.sql}) ${r}`,
    tagsFrom: undefined,
    condition: undefined,
    order: [],
    isSuper: false,
    isSystem: false,
  }
}

/** The relation of a system table that is at hand as a temporary table. */
export function systemRelation(table: SystemTable, alias: string | undefined, n: number): Relation {
  const r = `r${n}`
  return {
    names: [alias ?? table.name],
    columns: table.columns.map(({ name, type }, i) => ({
      name,
      sql: `${r}.c${i}`,
      type,
      isTag: false,
      isTime: false,
    })),
    tbname: undefined,
    from: () => `temp.main.sys_${table.name} ${r}`,
    tagsFrom: undefined,
    condition: undefined,
    order: [`${r}.n`],
    isSuper: false,
    isSystem: true,
  }
}
