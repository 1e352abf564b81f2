import { SqlError } from '../sql/sql-error.ts'

/** Longest names, in bytes. */
const longestDatabaseName = 63
const longestName = 128

/** ASCII letters, digits, punctuation and white space. */
const plain = /^[!-~\t\n\f\r ]*$/

/**
 * Checks the name of a time-series database, table, column or tag. Throws `SqlError` 42602 for one
 * that is too long or has characters that KWDB does not allow.
 */
export function checkName(kind: 'database' | 'table' | 'column' | 'tag', name: string): void {
  if (!plain.test(name)) {
    throw new SqlError(
      '42602',
      `invalid name: ${name}, naming of time series objects only supports letters, numbers and symbols`,
    )
  }
  const longest = kind === 'database' ? longestDatabaseName : longestName
  if (Buffer.byteLength(name) > longest) {
    throw new SqlError('42602', `ts ${kind} name "${name}" exceeds max length (${longest})`)
  }
}
