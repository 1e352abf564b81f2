import type { SessionOptions } from '../api.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { MessageBody } from './message-body.ts'

/** First numbers of the untyped messages: the protocol's version or a request. */
export const startCodes = {
  protocol: 0x00030000,
  cancel: 80877102,
  ssl: 80877103,
  gssEncryption: 80877104,
} as const

const defaultDatabase = 'defaultdb'
/** Startup parameters at most: each is kept for the session. */
const mostParameters = 1000

/** A number of bytes as people write it, with a unit behind it or none. */
const byteSize = /^\s*\+?\d+(\.\d+)?\s*([kmgtpe]?i?b?)\s*$/i

/** The keys that are no session variables. KWDB's server, parameters of the startup message. */
const checked: Readonly<Record<string, (value: string) => void>> = {
  results_buffer_size: value => {
    if (/^\s*-/.test(value)) {
      throw new SqlError('08P01', `results_buffer_size option value '${value}' cannot be negative`)
    }
    if (!byteSize.test(value)) {
      throw new SqlError(
        '08P01',
        `error parsing results_buffer_size option value '${value}' as bytes`,
      )
    }
  },
  mode: value => {
    if (!/^[+-]?\d{1,18}$/.test(value)) {
      throw new SqlError('08P01', `error parsing mode option value '${value}' as integer`)
    }
  },
}

/** What a client says of itself behind the protocol's version: user, database, and settings of the session. */
export function sessionOptions(body: MessageBody): SessionOptions {
  const parameters = new Map<string, string>()
  let user = ''
  for (let count = 0; ; count += 1) {
    const key = body.string().toLowerCase()
    if (key === '') break
    if (count >= mostParameters) {
      throw new SqlError('08P01', `more than ${mostParameters} startup parameters`)
    }
    const value = body.string()
    if (key === 'user') user = value.normalize('NFC').toLowerCase()
    else if (checked[key] !== undefined) checked[key](value)
    else parameters.set(key, value)
  }
  const database = parameters.get('database') ?? ''
  parameters.delete('database')
  return { user, database: database === '' ? defaultDatabase : database, parameters }
}
