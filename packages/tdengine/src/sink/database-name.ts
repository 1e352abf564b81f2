import { raise } from '../errors.ts'

/** How the database of a topic is named: one for all, or a prefix with or without a placeholder. */
export interface DatabaseNaming {
  /** `connection.database`; empty for a database per topic. */
  readonly database: string
  /** `connection.database.prefix`. */
  readonly prefix: string
}

/** Longest database name in bytes (TDengine limits). */
const maxBytes = 64

const placeholder = /\$?\{topic\}/g

function complaint(name: string): string | null {
  if (name === '') return 'it is empty'
  if (Buffer.byteLength(name) > maxBytes) return `it is longer than ${maxBytes} bytes`
  if (name.includes('`')) return 'it has a backtick'
  if (name.includes('.')) return 'it has a dot'
  for (let i = 0; i < name.length; i += 1) {
    if (name.charCodeAt(i) < 0x20) return 'it has a control character'
  }
  return null
}

function lowerCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => letter.toLowerCase())
}

/**
 * The database that records of a topic go to. Letters become lower case, as TDengine makes them in names without
 * quotes, unless the configured name is in backticks. A dot of a topic name becomes `_`, as TDengine makes it in names
 * of super tables. Throws `TDENGINE_DATABASE_NAME` when the result is no database name.
 */
export function databaseOf(topic: string, { database, prefix }: DatabaseNaming): string {
  let name: string
  if (/^`[^`]+`$/.test(database)) {
    name = database.slice(1, -1)
  } else if (database !== '') {
    name = lowerCase(database)
  } else {
    const whole = prefix.includes('{topic}')
      ? prefix.replace(placeholder, () => topic)
      : prefix + topic
    name = lowerCase(whole.replaceAll('.', '_'))
  }
  const reason = complaint(name)
  if (reason !== null) throw raise('TDENGINE_DATABASE_NAME', { topic, name: `"${name}"`, reason })
  return name
}

/** The statement that makes a database for nanosecond time stamps unless it is there. */
export function createDatabase(name: string): string {
  return `CREATE DATABASE IF NOT EXISTS \`${name}\` PRECISION 'ns'`
}

/** Text as a SQL literal. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** The query for the time unit of a database, e.g. `ms`. */
export function selectPrecision(name: string): string {
  return `SELECT \`precision\` FROM information_schema.ins_databases WHERE name = ${textLiteral(name)}`
}
