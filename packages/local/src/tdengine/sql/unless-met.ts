import { type StatementResult, updated } from './result.ts'

/** IF EXISTS and IF NOT EXISTS: nothing to do when that is so, also when another statement was quicker just now. */
export async function unlessMet(
  met: () => boolean,
  work: () => Promise<unknown>,
): Promise<StatementResult> {
  if (met()) return updated()
  try {
    await work()
  } catch (error) {
    if (!met()) throw error
  }
  return updated()
}
