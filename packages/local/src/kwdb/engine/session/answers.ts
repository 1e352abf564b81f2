import type { StatementReply, TextValue } from '../../api.ts'
import type { AnswerTable, AnswerValue } from '../query/context.ts'
import { fieldsOf } from '../query/run-query.ts'

/** A reply without rows. */
export function done(tag: string, notices: StatementReply['notices'] = []): StatementReply {
  return { tag: () => tag, notices }
}

function print(value: AnswerValue): TextValue {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'object') return `{${value.join(',')}}`
  return String(value)
}

/** A reply with rows that the server has at hand. */
export function answerReply(answer: AnswerTable, tag: string): StatementReply {
  const rows = answer.rows.map(row => row.map(print))
  return {
    tag: () => tag,
    notices: [],
    fields: fieldsOf(answer.columns),
    rows: (async function* () {
      if (rows.length > 0) yield rows
    })(),
  }
}
