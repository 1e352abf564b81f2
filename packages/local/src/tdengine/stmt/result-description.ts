import type { RowsResult } from '../sql/result.ts'
import { fieldsOf } from '../ws/open-results.ts'
import { bytesOf } from './field.ts'

/** A result without columns, which an INSERT has. */
export const emptyResult: RowsResult = {
  kind: 'rows',
  columns: [],
  precision: 0,
  next: async () => undefined,
  close: async () => undefined,
}

/** Describes a result of a prepared statement: unlike for queries, lengths are those of the schema. */
export function describeResult(result: RowsResult): Record<string, unknown> {
  return { ...fieldsOf(result), fields_lengths: result.columns.map(({ type }) => bytesOf(type)) }
}
