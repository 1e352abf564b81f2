import { EngineError } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { Cursor } from './cursor.ts'
import { InsertReader } from './insert.ts'
import { parseStatement } from './parse-statement.ts'
import { runSelect } from './run-select.ts'
import type { Session } from './session.ts'

/** Checks a statement without running it; the error that it would meet, if any. */
export async function validate(
  engine: DuckEngine,
  session: Session,
  sql: string,
): Promise<EngineError | undefined> {
  try {
    const cursor = new Cursor(sql)
    const statement = parseStatement(cursor)
    if (statement.kind === 'insert') new InsertReader(engine, session, cursor).read()
    if (statement.kind === 'query') {
      const result = await runSelect(engine, session, cursor, statement.query)
      if (result.kind === 'rows') await result.close()
    }
    return undefined
  } catch (cause) {
    if (cause instanceof EngineError) return cause
    throw cause
  }
}
