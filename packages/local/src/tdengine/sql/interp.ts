import { isNumeric } from '../engine/data-type.ts'
import { engineError, unsupported } from '../engine/error-code.ts'
import type { Expression, InterpClause, Limit, SelectItem } from './ast.ts'
import type { CompileContext } from './compile-context.ts'
import { duplicateTimes } from './macros.ts'
import type { Output } from './query-output.ts'
import { durationUnits, parseTime } from './time-literal.ts'
import { convertTo, doubleType, type Typed, timestampType } from './typed.ts'

/** A query with INTERP. */
export interface InterpInput {
  readonly clause: InterpClause
  readonly items: readonly { readonly name: string; readonly item: SelectItem }[]
  readonly time: string
  readonly source: string
  readonly keys: readonly { readonly sql: string; readonly typed: Typed }[]
  readonly compile: (expression: Expression) => Typed
  readonly orderBy: readonly { readonly index: number | undefined; readonly suffix: string }[]
  readonly limit: Limit | undefined
  readonly context: CompileContext
}

function moment(expression: Expression | undefined, input: InterpInput): bigint {
  if (expression === undefined) throw engineError('INTERP_CLAUSE')
  const { constant } = input.compile(expression)
  if (constant?.kind === 'integer' || constant?.kind === 'time') return constant.value
  if (constant?.kind === 'text') {
    const value = parseTime(constant.value, input.context.precision, input.context.zone)
    if (value !== undefined) return value
  }
  throw engineError('INVALID_TIMESTAMP')
}

function step(expression: Expression | undefined, input: InterpInput): bigint {
  if (expression?.kind !== 'duration') throw engineError('INTERP_CLAUSE')
  const units = durationUnits(expression.amount, expression.unit, input.context.precision)
  if (units === undefined || units <= 0n) throw engineError('INTERP_CLAUSE')
  return units
}

/** Builds the query: the wanted times, each with its row or the rows before and behind. */
export function interpQuery(input: InterpInput): {
  readonly sql: string
  readonly outputs: readonly Output[]
} {
  const { clause, context } = input
  if (clause.range.length > 2) throw unsupported('RANGE with a surrounding time')
  const from = moment(clause.range[0], input)
  const to = clause.range.length > 1 ? moment(clause.range[1], input) : from
  const every = clause.range.length > 1 ? step(clause.every, input) : 1n
  const fill = clause.fill
  const mode = fill?.mode ?? 'none'
  const keys = input.keys.map((_, i) => `k${i}`)
  const calls: Typed[] = []
  const outputs: Output[] = []
  const list: string[] = []
  for (const { name, item } of input.items) {
    const { expression } = item
    const add = (typed: Typed) => {
      list.push(`${typed.sql} AS o${list.length}`)
      outputs.push({ name, expression, alias: item.alias, typed })
    }
    if (expression.kind === 'function' && expression.name === '_irowts') {
      add({ sql: 'td_at', type: timestampType })
    } else if (expression.kind === 'function' && expression.name === '_isfilled') {
      add({ sql: '(td_exact IS NULL)', type: { name: 'BOOL', length: 1, precision: 0, scale: 0 } })
    } else if (expression.kind === 'function' && expression.name === 'interp') {
      const [arg] = expression.args
      if (arg === undefined) throw engineError('INTERP_CLAUSE')
      const typed = input.compile(arg)
      const i = calls.length
      calls.push(typed)
      const constant = fill?.values[i]
      add({
        sql: value(mode, typed, i, constant === undefined ? undefined : input.compile(constant)),
        type: typed.type,
      })
    } else {
      const typed = input.compile(expression)
      const key = input.keys.findIndex(candidate => candidate.sql === typed.sql)
      if (key < 0) throw unsupported('columns beside INTERP')
      add({ sql: `k${key}`, type: typed.type })
    }
  }
  const columns = [
    ...input.keys.map(({ sql }, i) => `${sql} AS k${i}`),
    `CASE WHEN count(*) OVER (PARTITION BY ${[...input.keys.map(({ sql }) => sql), input.time].join(', ')}) > 1 THEN error('${duplicateTimes}') ELSE ${input.time} END AS t`,
    ...calls.map(({ sql }, i) => `${sql} AS v${i}`),
  ]
  const groups =
    keys.length === 0 ? '(SELECT 1 AS td_one)' : `(SELECT DISTINCT ${keys.join(', ')} FROM td_rows)`
  const at = `SELECT *, unnest(range(${from}::BIGINT, ${to + 1n}::BIGINT, ${every}::BIGINT)) AS td_at FROM ${groups}`
  const same = (side: string) =>
    keys.map(k => ` AND td_want.${k} IS NOT DISTINCT FROM ${side}.${k}`).join('')
  const equal = (side: string) => keys.map(k => `td_want.${k} = ${side}.${k} AND `).join('')
  const neighbours = calls
    .map((_, i) => `p.v${i} AS p${i}, n.v${i} AS n${i}, x.v${i} AS x${i}`)
    .join(', ')
  const joined =
    `SELECT td_want.*, x.t AS td_exact, p.t AS pt, n.t AS nt${neighbours === '' ? '' : `, ${neighbours}`} FROM (${at}) td_want ` +
    `LEFT JOIN td_rows x ON td_want.td_at = x.t${same('x')} ` +
    `ASOF LEFT JOIN td_rows p ON ${equal('p')}td_want.td_at >= p.t ` +
    `ASOF LEFT JOIN td_rows n ON ${equal('n')}td_want.td_at <= n.t`
  const order =
    input.orderBy.length > 0
      ? input.orderBy.map(({ index, suffix }) => {
          if (index === undefined) throw unsupported('INTERP with ORDER BY of what is not selected')
          return `o${index} ${suffix}`
        })
      : [...keys.map(k => `td_${k}`), 'td_at']
  const hidden = [...keys.map(k => `${k} AS td_${k}`), 'td_at AS td_at']
  const limit =
    input.limit === undefined ? '' : ` LIMIT ${input.limit.limit} OFFSET ${input.limit.offset}`
  void context
  return {
    outputs,
    sql:
      `SELECT ${outputs.map((_, i) => `o${i}`).join(', ')} FROM (WITH td_rows AS (SELECT ${columns.join(', ')} FROM (${input.source}) td_src) ` +
      `SELECT ${[...list, ...hidden].join(', ')} FROM (${joined}) WHERE ${rowsOf(mode)}) ORDER BY ${order.join(', ')}${limit}`,
  }
}

/** The wanted times that give a row. */
function rowsOf(mode: string): string {
  switch (mode) {
    case 'none':
      return 'td_exact IS NOT NULL'
    case 'prev':
      return 'pt IS NOT NULL'
    case 'next':
      return 'nt IS NOT NULL'
    case 'near':
      return '(pt IS NOT NULL OR nt IS NOT NULL)'
    case 'linear':
      return '(pt IS NOT NULL AND nt IS NOT NULL)'
    default:
      return 'true'
  }
}

function value(mode: string, typed: Typed, i: number, constant: Typed | undefined): string {
  const exact = (other: string) => `CASE WHEN td_exact IS NOT NULL THEN x${i} ELSE ${other} END`
  switch (mode) {
    case 'prev':
      return exact(`p${i}`)
    case 'next':
      return exact(`n${i}`)
    case 'near':
      return exact(
        `CASE WHEN nt IS NULL OR (pt IS NOT NULL AND td_at - pt <= nt - td_at) THEN p${i} ELSE n${i} END`,
      )
    case 'value':
    case 'value_f':
      return exact(constant === undefined ? 'NULL' : convertTo(constant, typed.type))
    case 'linear': {
      if (!isNumeric(typed.type.name)) return exact('NULL')
      const between = `(p${i}::DOUBLE + (n${i}::DOUBLE - p${i}::DOUBLE) * (td_at - pt) / nullif(nt - pt, 0))`
      const whole = typed.type.name !== 'DOUBLE' && typed.type.name !== 'FLOAT'
      return exact(
        convertTo({ sql: whole ? `trunc(${between})` : between, type: doubleType }, typed.type),
      )
    }
    default:
      return exact('NULL')
  }
}
