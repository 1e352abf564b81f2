/**
 * What an error of the server means: `transient` may pass, `access` is refused login or right, `database` is missing,
 * `missing` is a table, column or tag that is not there, `exists` is one that is, `content` is a statement or a value
 * that is refused, `server` is anything else.
 */
export type ErrorKind =
  | 'transient'
  | 'access'
  | 'database'
  | 'missing'
  | 'exists'
  | 'content'
  | 'server'

/** SQLSTATEs with their meaning (KWDB error codes). */
const kinds: Readonly<Record<string, ErrorKind>> = {
  '40001': 'transient', // restart transaction
  '40003': 'transient', // outcome unknown; a row replaces itself
  '55006': 'transient', // being created, modified or dropped: "Please wait for success"
  '57014': 'transient', // cancelled, or the server's statement timeout
  '57P01': 'transient', // the node is draining
  '57P02': 'transient',
  '57P03': 'transient',
  '58C00': 'transient', // range unavailable
  '58C01': 'transient', // internal connection failure
  '53200': 'transient', // out of memory
  '53000': 'transient',
  '53100': 'transient',
  '53300': 'transient',
  '28000': 'access',
  '28P01': 'access',
  '42501': 'access',
  '3D000': 'database',
  '42P01': 'missing',
  '42703': 'missing',
  '42704': 'missing',
  '42P07': 'exists',
  '42P04': 'exists',
  '42701': 'exists',
}

/** Classes of SQLSTATEs that have one meaning. */
const classes: Readonly<Record<string, ErrorKind>> = {
  '08': 'transient',
  '22': 'content',
  '23': 'content',
  '42': 'content',
  '0A': 'content',
  '54': 'content',
}

const accessWords =
  /password (authentication failed|is expired)|authentication|no such user|user .* does not exist|not allowed to log ?in|host-based|hba|privilege/i
const transientWords =
  /wait for success|restart transaction|TransactionRetry|connection (refused|reset)|draining|not ready|unavailable|timed? ?out|try again|could not PutData|read-only/i
const objectWords = /^(table|schema|column|tag|relation) /i

/**
 * Judges an error by its SQLSTATE. `XXUUU` is what KWDB did not sort, from a wrong password to a failing store, so its
 * text decides: a refused login is for good, the rest may pass.
 */
export function errorKind(sqlState: string, message: string): ErrorKind {
  // Some catalog paths answer the state of a missing database for a missing table.
  if (sqlState === '3D000' && objectWords.test(message)) return 'missing'
  if (sqlState === '08P01') return 'content'
  const known = kinds[sqlState] ?? classes[sqlState.slice(0, 2)]
  if (known !== undefined) return known
  if (sqlState === 'XXUUU') return accessWords.test(message) ? 'access' : 'transient'
  return transientWords.test(message) ? 'transient' : 'server'
}
