import type { BindBlock } from '@tidewire/tdengine/wire'
import { bindState, bindValues } from '@tidewire/tdengine/wire'
import type { EngineValue, TypeName } from '../engine/api.ts'
import { dataType } from '../engine/data-type.ts'
import { engineError } from '../engine/error-code.ts'
import { Cursor } from '../sql/cursor.ts'
import {
  boolTyped,
  floatTyped,
  integerTyped,
  nullTyped,
  type Typed,
  textTyped,
  timeTyped,
} from '../sql/typed.ts'

/** The parameter of a query from a bind block of one row. */
export function parameterOf(block: BindBlock): Typed {
  if (block.states[0] !== bindState.value) return nullTyped
  const [value = null] = bindValues({
    ...block,
    lengths: block.type.width > 0 ? null : block.lengths,
  })
  return typedValue(block.type.name as TypeName, typeof value === 'symbol' ? null : value)
}

/** A value of a type as a literal of a query. */
export function typedValue(name: TypeName, value: EngineValue): Typed {
  if (value === null) return nullTyped
  if (typeof value === 'boolean') return boolTyped(value)
  if (value instanceof Uint8Array) return bytesTyped(name, value)
  if (typeof value === 'string') {
    return name === 'NCHAR'
      ? { ...textTyped(value), type: dataType('NCHAR', [...value].length) }
      : textTyped(value)
  }
  switch (name) {
    case 'TIMESTAMP':
      return timeTyped(BigInt(value))
    case 'FLOAT':
    case 'DOUBLE':
      return floatTyped(Number(value))
    default:
      return { ...integerTyped(BigInt(value)), type: dataType(name) }
  }
}

function bytesTyped(name: TypeName, value: Uint8Array): Typed {
  const hex = Buffer.from(value).toString('hex')
  return { sql: `from_hex('${hex}')`, type: dataType(name, value.length) }
}

/** A `?` of a query: whether it stands where only a number can (LIMIT, OFFSET), and its place in the statement. */
interface Placeholder {
  readonly start: number
  readonly isLimit: boolean
}

const limitWords: ReadonlySet<string> = new Set(['limit', 'offset', 'slimit', 'soffset'])

/** The placeholders of a query in order. */
export function findPlaceholders(sql: string): readonly Placeholder[] {
  const cursor = new Cursor(sql)
  const found: Placeholder[] = []
  let inLimit = false
  while (cursor.current().kind !== 'end' && cursor.current().kind !== 'illegal') {
    const { kind, text, start } = cursor.advance()
    if (kind === 'symbol' && text === '?') found.push({ start, isLimit: inLimit })
    if (kind === 'word') inLimit = limitWords.has(text)
    else if (kind === 'symbol' && text !== '?' && text !== ',') inLimit = false
  }
  return found
}

/**
 * Writes the numbers of LIMIT and OFFSET into the statement, since the parser takes numbers only there; the others
 * stay parameters. Without values every such number is 1, which is enough to check the syntax.
 */
export function fillLimits(
  sql: string,
  values: readonly (Typed | undefined)[] | undefined,
): { readonly sql: string; readonly parameters: readonly Typed[] } {
  const parameters: Typed[] = []
  let text = ''
  let from = 0
  for (const [i, { start, isLimit }] of findPlaceholders(sql).entries()) {
    const value = values?.[i]
    if (values !== undefined && value === undefined) throw engineError('STMT_BIND_NUMBER')
    if (isLimit) {
      const constant = value?.constant
      if (value !== undefined && constant?.kind !== 'integer') throw engineError('INCOMPLETE')
      text += sql.slice(from, start) + (constant?.kind === 'integer' ? constant.value : 1n)
      from = start + 1
    } else if (value !== undefined) parameters.push(value)
  }
  return { sql: text + sql.slice(from), parameters }
}
