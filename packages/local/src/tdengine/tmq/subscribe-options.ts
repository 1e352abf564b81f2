import type { Arguments } from '../ws/json-frame.ts'
import { adapterError } from '../ws/socket.ts'
import { tmqError } from './tmq-error.ts'

/** Where a group begins that has committed nothing. */
export type OffsetReset = 'earliest' | 'latest' | 'none'

/** Options of a consumer, checked. Times in ms. */
export interface ConsumerOptions {
  readonly user: string
  readonly password: string
  readonly database: string
  readonly group: string
  readonly client: string
  readonly reset: OffsetReset
  readonly autoCommit: boolean
  readonly autoCommitMs: number
  readonly snapshot: boolean
  readonly batchMeta: boolean
  readonly maxPollMs: number
  /** Rows from which a message is complete. */
  readonly minRows: number
}

/** Arguments of `subscribe` that are native options under another name. */
const named: readonly (readonly [string, string])[] = [
  ['group_id', 'group.id'],
  ['client_id', 'client.id'],
  ['db', 'td.connect.db'],
  ['snapshot_enable', 'experimental.snapshot.enable'],
  ['enable_batch_meta', 'msg.enable.batchmeta'],
  ['session_timeout_ms', 'session.timeout.ms'],
  ['max_poll_interval_ms', 'max.poll.interval.ms'],
  ['msg_consume_rawdata', 'msg.consume.rawdata'],
  ['with_table_name', 'msg.with.table.name'],
  ['msg_consume_excluded', 'msg.consume.excluded'],
  ['auto_commit', 'enable.auto.commit'],
  ['auto_commit_interval_ms', 'auto.commit.interval.ms'],
  ['offset_rest', 'auto.offset.reset'],
  ['offset_reset', 'auto.offset.reset'],
]

/** Options of `config` that the adapter takes from elsewhere. */
const ignored: ReadonlySet<string> = new Set([
  'td.connect.user',
  'td.connect.pass',
  'td.connect.ip',
  'td.connect.port',
])

const maxInt32 = 2147483647

type Check = (value: string, all: ReadonlyMap<string, string>) => boolean

function integer(value: string): number | undefined {
  return /^[+-]?\d+$/.test(value) ? Number(value) : undefined
}

const within =
  (low: number, high: number): Check =>
  value => {
    const number = integer(value)
    return number !== undefined && number >= low && number <= high
  }
const oneOf =
  (...values: string[]): Check =>
  value =>
    values.includes(value)
const any: Check = () => true
const isInteger: Check = value => integer(value) !== undefined

/** Native options with what they may be. */
const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['group.id', value => !value.includes(':')],
  ['client.id', any],
  ['enable.auto.commit', oneOf('true', 'false')],
  ['auto.commit.interval.ms', value => (integer(value) ?? -1) >= 0],
  ['session.timeout.ms', within(6000, 1_800_000)],
  [
    'heartbeat.interval.ms',
    (value, all) => {
      const session = integer(all.get('session.timeout.ms') ?? '') ?? 12_000
      return within(1000, session - 1)(value, all)
    },
  ],
  ['max.poll.interval.ms', within(1000, maxInt32)],
  ['auto.offset.reset', oneOf('none', 'earliest', 'latest')],
  ['msg.with.table.name', oneOf('true', 'false')],
  ['experimental.snapshot.enable', oneOf('true', 'false')],
  ['enable.replay', oneOf('true', 'false')],
  ['td.connect.ip', any],
  ['td.connect.user', any],
  ['td.connect.pass', any],
  ['td.connect.port', any],
  ['td.connect.db', any],
  ['msg.enable.batchmeta', isInteger],
  ['msg.consume.excluded', isInteger],
  ['msg.consume.rawdata', isInteger],
  ['fetch.max.wait.ms', within(1, maxInt32)],
  ['min.poll.rows', within(1, maxInt32)],
])

const truths: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const untruths: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

function goBool(text: string): boolean {
  if (truths.has(text)) return true
  if (untruths.has(text)) return false
  throw adapterError(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`)
}

function goInt(text: string): number {
  const value = integer(text)
  if (value !== undefined) return value
  throw adapterError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
}

/**
 * Reads the options of `subscribe` as taosAdapter does: named arguments first, `config` over them; throws with its codes
 * and texts.
 */
export function readOptions(args: Arguments, config: ReadonlyMap<string, string>): ConsumerOptions {
  const options = new Map<string, string>()
  for (const [argument, option] of named) {
    const value = args.string(argument)
    if (value !== '') options.set(option, value)
  }
  for (const [option, value] of config) if (!ignored.has(option)) options.set(option, value)
  const autoCommit = goBool(options.get('enable.auto.commit') ?? 'false')
  options.set('enable.auto.commit', 'false')
  const autoCommitMs = goInt(options.get('auto.commit.interval.ms') ?? '5000')
  for (const [option, value] of options) {
    const check = checks.get(option)
    if (check === undefined) throw tmqError('UNKNOWN_OPTION')
    if (!check(value, options)) throw tmqError('FAIL')
  }
  if (options.get('enable.replay') === 'true') {
    throw adapterError("enable.replay is not supported by Tidewire's TDengine development server")
  }
  return {
    user: args.string('user'),
    password: args.string('password'),
    database: options.get('td.connect.db') ?? '',
    group: options.get('group.id') ?? '',
    client: options.get('client.id') ?? '',
    reset: (options.get('auto.offset.reset') ?? 'latest') as OffsetReset,
    autoCommit,
    autoCommitMs,
    snapshot: options.get('experimental.snapshot.enable') === 'true',
    batchMeta: (integer(options.get('msg.enable.batchmeta') ?? '0') ?? 0) !== 0,
    maxPollMs: integer(options.get('max.poll.interval.ms') ?? '') ?? 300_000,
    minRows: integer(options.get('min.poll.rows') ?? '') ?? 4096,
  }
}
