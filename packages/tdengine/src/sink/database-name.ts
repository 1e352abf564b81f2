import { textLiteral } from '../dialect/text-literal.ts'
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

/** Options of CREATE DATABASE with numbers, and those with words (TDengine CREATE DATABASE). */
const numberOptions = [
  'buffer',
  'cachesize',
  'comp',
  'dnodes',
  'maxrows',
  'minrows',
  'pages',
  'pagesize',
  'replica',
  'single_stable',
  'ss_chunkpages',
  'ss_compact',
  'stt_trigger',
  'strict',
  'table_prefix',
  'table_suffix',
  'tsdb_pagesize',
  'vgroups',
  'wal_fsync_period',
  'wal_level',
  'wal_retention_period',
  'wal_retention_size',
]
const durationOptions = ['duration', 'keep', 'keep_time_offset', 'compact_interval', 'ss_keeplocal']
const wordOptions: Readonly<Record<string, RegExp>> = {
  cachemodel: /^(none|last_row|last_value|both)$/i,
  encrypt_algorithm: /^(none|sm4)$/i,
  precision: /^(ms|us|ns)$/i,
}

/** An option as SQL, or null when it is none. */
function databaseOption(text: string): { readonly name: string; readonly sql: string } | null {
  const match = /^\s*([A-Za-z_]+)(?:\s*=\s*|\s+)(?:'([^']*)'|(\S.*?))\s*$/.exec(text)
  const name = match?.[1]?.toLowerCase() ?? ''
  const value = match?.[2] ?? match?.[3] ?? ''
  if (numberOptions.includes(name) && /^-?\d+$/.test(value)) {
    return { name, sql: `${name.toUpperCase()} ${value}` }
  }
  if (durationOptions.includes(name) && /^\d+[mhdwny]?(:\d+[mhdwny]?){0,2}$/i.test(value)) {
    return { name, sql: `${name.toUpperCase()} ${value.replaceAll(':', ',')}` }
  }
  if (wordOptions[name]?.test(value) === true) {
    return { name, sql: `${name.toUpperCase()} '${value.toLowerCase()}'` }
  }
  return null
}

/** What is wrong with `database.create.options`, or null. Each is a name and a value: `keep 365d`, `vgroups=4`. */
export function databaseOptionsComplaint(options: readonly string[]): string | null {
  const bad = options.find(option => databaseOption(option) === null)
  return bad === undefined ? null : `${bad} is no option of CREATE DATABASE, such as keep 365d`
}

/**
 * The statement that makes a database unless it is there; for nanosecond time stamps, when the options say nothing
 * else. Options that are none are left out.
 */
export function createDatabase(name: string, options: readonly string[] = []): string {
  const known = options.map(databaseOption).filter(option => option !== null)
  const sql = known.map(option => ` ${option.sql}`).join('')
  const precision = known.some(option => option.name === 'precision') ? '' : " PRECISION 'ns'"
  return `CREATE DATABASE IF NOT EXISTS \`${name}\`${precision}${sql}`
}

/** The query for the time unit of a database, e.g. `ms`. */
export function selectPrecision(name: string): string {
  return `SELECT \`precision\` FROM information_schema.ins_databases WHERE name = ${textLiteral(name)}`
}
