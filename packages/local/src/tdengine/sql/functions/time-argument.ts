import { isText } from '../../engine/data-type.ts'
import { timeArgument } from '../compile-context.ts'
import { isNull } from '../typed.ts'
import { type Call, wrongType } from './registry.ts'

/** An argument that is a time: a timestamp, an integer, or a text. */
export function time(call: Call, index: number): string {
  const typed = call.args[index]
  if (typed === undefined) throw wrongType(call.name)
  const { name } = typed.type
  const ok = isNull(typed) || name === 'TIMESTAMP' || name === 'BIGINT' || isText(name)
  if (!ok) throw wrongType(call.name)
  return timeArgument(typed, call.context) ?? 'NULL::BIGINT'
}
