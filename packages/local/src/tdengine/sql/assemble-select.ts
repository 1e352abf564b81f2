import { engineError } from '../engine/error-code.ts'
import type { Select } from './ast.ts'
import { type Output, outputSql } from './query-output.ts'

/** What a SELECT of the store is put together from. */
export interface SelectParts {
  readonly outputs: readonly Output[]
  readonly sorts: readonly {
    readonly index: number | undefined
    readonly sql: string | undefined
    readonly suffix: string
  }[]
  readonly natural: readonly string[]
  readonly body: string
  readonly tail: string
  readonly partitionKeys: readonly string[]
  /** Gives the table and the time of each row, `m0` and `m1`, behind the outputs: the first two of `natural`. */
  readonly withTable?: boolean
}

/** SELECT over a body, with order, LIMIT, SLIMIT and DISTINCT. */
export function assembleSelect(
  select: Pick<Select, 'distinct' | 'limit' | 'slimit'>,
  parts: SelectParts,
): string {
  const { outputs, sorts, natural, body, tail, partitionKeys } = parts
  const { distinct, limit, slimit } = select
  const list = outputs.map(({ typed }, i) => `${outputSql(typed)} AS o${i}`)
  const order: string[] = []
  const hidden: string[] = []
  for (const { index, sql, suffix } of sorts) {
    if (index !== undefined) order.push(`o${index} ${suffix}`)
    else {
      order.push(`h${hidden.length} ${suffix}`)
      hidden.push(`${sql} AS h${hidden.length}`)
    }
  }
  const table = hidden.length
  const last = sorts.at(-1)?.suffix.startsWith('DESC') === true ? ' DESC' : ''
  for (const sql of natural) {
    order.push(`h${hidden.length}${last}`)
    hidden.push(`${sql} AS h${hidden.length}`)
  }
  if (distinct && hidden.length > 0) throw engineError('NOT_SELECTED')
  const perPartition = limit !== undefined && sorts.length === 0 && partitionKeys.length > 0
  const filters: string[] = []
  if (perPartition && limit !== undefined) {
    const inner = natural.length === 0 ? '' : ` ORDER BY ${natural.join(', ')}`
    hidden.push(`row_number() OVER (PARTITION BY ${partitionKeys.join(', ')}${inner}) AS td_row`)
    filters.push(`td_row > ${limit.offset}`, `td_row <= ${limit.offset + limit.limit}`)
  }
  if (slimit !== undefined && partitionKeys.length > 0) {
    hidden.push(`dense_rank() OVER (ORDER BY ${partitionKeys.join(', ')}) AS td_group`)
    filters.push(`td_group > ${slimit.offset}`, `td_group <= ${slimit.offset + slimit.limit}`)
  }
  const core = `SELECT ${distinct ? 'DISTINCT ' : ''}${[...list, ...hidden].join(', ')} ${body}${tail}`
  const merge = parts.withTable === true ? [`h${table} AS m0`, `h${table + 1} AS m1`] : []
  const columns = [...outputs.map((_, i) => `o${i}`), ...merge].join(', ')
  const where = filters.length === 0 ? '' : ` WHERE ${filters.join(' AND ')}`
  const by = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`
  const cut =
    limit === undefined || perPartition ? '' : ` LIMIT ${limit.limit} OFFSET ${limit.offset}`
  return `SELECT ${columns} FROM (${core})${where}${by}${cut}`
}
