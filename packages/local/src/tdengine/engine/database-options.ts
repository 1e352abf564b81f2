import type { Database } from './api.ts'
import { engineError } from './error-code.ts'

type Check =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'text'; readonly values: readonly string[] }
  | { readonly kind: 'duration' }
  | { readonly kind: 'durations' }

interface Option {
  readonly name: string
  readonly fallback: string
  readonly check: Check
  /** Other names that DDL may use. */
  readonly aliases?: readonly string[]
  /** Not part of SHOW CREATE DATABASE. */
  readonly hidden?: true
  /** May be changed by ALTER DATABASE. */
  readonly alter?: true
}

const number = (min: number, max: number): Check => ({ kind: 'number', min, max })
const text = (...values: string[]): Check => ({ kind: 'text', values })
const duration: Check = { kind: 'duration' }

/** The options of a database in the order of SHOW CREATE DATABASE, with the defaults of TDengine 3.3.7. */
const options: readonly Option[] = [
  { name: 'BUFFER', fallback: '256', check: number(3, 16384), alter: true },
  { name: 'CACHESIZE', fallback: '1', check: number(1, 65536), alter: true },
  {
    name: 'CACHEMODEL',
    fallback: 'none',
    check: text('none', 'last_row', 'last_value', 'both'),
    alter: true,
  },
  { name: 'COMP', fallback: '2', check: number(0, 2) },
  { name: 'DURATION', fallback: '10d', check: duration },
  { name: 'WAL_FSYNC_PERIOD', fallback: '3000', check: number(0, 180000), alter: true },
  { name: 'MAXROWS', fallback: '4096', check: number(200, 10000) },
  { name: 'MINROWS', fallback: '100', check: number(10, 1000), alter: true },
  { name: 'STT_TRIGGER', fallback: '2', check: number(1, 16), alter: true },
  { name: 'KEEP', fallback: '3650d,3650d,3650d', check: { kind: 'durations' }, alter: true },
  { name: 'PAGES', fallback: '256', check: number(64, 16384), alter: true },
  { name: 'PAGESIZE', fallback: '4', check: number(1, 16384) },
  { name: 'PRECISION', fallback: 'ms', check: text('ms', 'us', 'ns') },
  { name: 'REPLICA', fallback: '1', check: number(1, 3), alter: true },
  { name: 'WAL_LEVEL', fallback: '1', check: number(0, 2), alter: true },
  { name: 'VGROUPS', fallback: '2', check: number(1, 1024) },
  { name: 'SINGLE_STABLE', fallback: '0', check: number(0, 1) },
  { name: 'TABLE_PREFIX', fallback: '0', check: number(-191, 191) },
  { name: 'TABLE_SUFFIX', fallback: '0', check: number(-191, 191) },
  { name: 'TSDB_PAGESIZE', fallback: '4', check: number(1, 16384) },
  {
    name: 'WAL_RETENTION_PERIOD',
    fallback: '3600',
    check: number(-1, 2147483647),
    alter: true,
  },
  { name: 'WAL_RETENTION_SIZE', fallback: '0', check: number(-1, 2147483647), alter: true },
  { name: 'KEEP_TIME_OFFSET', fallback: '0', check: number(0, 23), alter: true },
  { name: 'ENCRYPT_ALGORITHM', fallback: 'none', check: text('none', 'sm4') },
  {
    name: 'SS_CHUNKPAGES',
    fallback: '131072',
    check: number(131072, 1048576),
    aliases: ['S3_CHUNKPAGES', 'S3_CHUNKSIZE'],
  },
  { name: 'SS_KEEPLOCAL', fallback: '525600m', check: duration, aliases: ['S3_KEEPLOCAL'] },
  { name: 'SS_COMPACT', fallback: '1', check: number(0, 1), aliases: ['S3_COMPACT'] },
  { name: 'COMPACT_INTERVAL', fallback: '0d', check: duration, alter: true },
  { name: 'COMPACT_TIME_RANGE', fallback: '0d,0d', check: { kind: 'durations' }, alter: true },
  { name: 'COMPACT_TIME_OFFSET', fallback: '0h', check: duration, alter: true },
  { name: 'SCHEMALESS', fallback: '0', check: number(0, 1), hidden: true },
  { name: 'CACHESHARDBITS', fallback: '-1', check: number(-1, 20), hidden: true },
  { name: 'DNODES', fallback: '', check: text(), hidden: true },
]

const byName = new Map(
  options.flatMap(option =>
    [option.name, ...(option.aliases ?? [])].map(name => [name, option] as const),
  ),
)

/** True when ALTER DATABASE may change the option. */
export function isAlterableOption(name: string): boolean {
  return byName.get(name.toUpperCase())?.alter === true
}

const quoted: ReadonlySet<string> = new Set(['CACHEMODEL', 'PRECISION', 'ENCRYPT_ALGORITHM'])

/** True when CREATE DATABASE knows the option. */
export function isDatabaseOption(name: string): boolean {
  return byName.has(name.toUpperCase())
}

const minutesPer: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10080 }

/** 0x2619 with what is wrong. */
function invalid(detail: string): Error {
  return engineError('INVALID_OPTION', `Invalid option ${detail}`)
}

function durationMinutes(value: string): number | undefined {
  const unit = value.at(-1) ?? ''
  const factor = minutesPer[unit]
  const digits = factor === undefined ? value : value.slice(0, -1)
  if (!/^\d+$/.test(digits)) return undefined
  return Number(digits) * (factor ?? 1440)
}

function normalDuration(name: string, value: string): string {
  if (durationMinutes(value) === undefined) {
    throw invalid(`${name.toLowerCase()}: ${value}`)
  }
  return /\d$/.test(value) ? `${value}d` : value
}

function normal(option: Option, value: string): string {
  const { check, name } = option
  switch (check.kind) {
    case 'number': {
      const parsed = Number(value)
      if (!Number.isInteger(parsed) || parsed < check.min || parsed > check.max) {
        throw invalid(`${name.toLowerCase()}: ${value} valid range: [${check.min}, ${check.max}]`)
      }
      return String(parsed)
    }
    case 'text':
      if (check.values.length > 0 && !check.values.includes(value)) {
        throw invalid(`${name.toLowerCase()}: ${value}`)
      }
      return value
    case 'duration':
      return normalDuration(name, value)
    case 'durations': {
      const parts = value.split(',').map(part => normalDuration(name, part.trim()))
      if (name === 'KEEP') while (parts.length < 3) parts.push(parts.at(-1) ?? '3650d')
      return parts.join(',')
    }
  }
}

/** Reads CREATE DATABASE options (any letter case); 0x2619 for a value out of range, with TDengine's words. */
export function databaseOptions(given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const result = new Map(options.map(option => [option.name, option.fallback]))
  for (const [name, value] of given) {
    const option = byName.get(name.toUpperCase())
    if (option === undefined) throw invalid(name)
    result.set(option.name, normal(option, value))
  }
  checkKeep(result)
  return result
}

/** Days of KEEP, at least and at most. */
const keepRange = [1440, 525_600_000] as const

/** Refuses KEEP out of range or of order, or shorter than three times DURATION. */
function checkKeep(all: ReadonlyMap<string, string>): void {
  const keeps = (all.get('KEEP') ?? '').split(',').map(part => durationMinutes(part) ?? 0)
  const [first = 0, second = 0, third = 0] = keeps
  if (keeps.some(keep => keep < keepRange[0] || keep > keepRange[1])) {
    throw invalid(
      `keep: ${first}m, ${second}m, ${third}m valid range: [${keepRange[0]}m, ${keepRange[1]}m]`,
    )
  }
  if (first > second || second > third) {
    throw engineError('INVALID_OPTION', 'Invalid keep value, should be keep0 <= keep1 <= keep2')
  }
  const duration = durationMinutes(all.get('DURATION') ?? '') ?? 0
  if (duration === 0) throw invalid('duration: 0m valid range: [60m, 5256000m]')
  if (first < 3 * duration) {
    throw engineError(
      'INVALID_OPTION',
      'Invalid duration value, should be keep2 >= keep1 >= keep0 >= 3 * duration',
    )
  }
}

/** Applies ALTER DATABASE to options. */
export function alterDatabaseOptions(
  current: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const result = new Map(current)
  for (const [name, value] of given) {
    const option = byName.get(name.toUpperCase())
    if (option === undefined) throw invalid(name)
    result.set(option.name, normal(option, value))
  }
  checkKeep(result)
  return result
}

/** The option list of SHOW CREATE DATABASE. */
export function optionsText(all: ReadonlyMap<string, string>): string {
  return options
    .filter(option => option.hidden !== true)
    .map(option => {
      const value = all.get(option.name) ?? option.fallback
      return `${option.name} ${quoted.has(option.name) ? `'${value}'` : value}`
    })
    .join(' ')
}

/** The longest KEEP, in minutes. */
function keepMinutes(all: ReadonlyMap<string, string>): number {
  const last = (all.get('KEEP') ?? '3650d').split(',').at(-1) ?? '3650d'
  return durationMinutes(last) ?? 3650 * 1440
}

/** Builds the database object from its options. */
export function databaseOf(
  name: string,
  all: ReadonlyMap<string, string>,
  createdAt: number,
): Database {
  const unit = (all.get('PRECISION') ?? 'ms') as Database['unit']
  return {
    name,
    unit,
    precision: unit === 'ms' ? 0 : unit === 'us' ? 1 : 2,
    keepMinutes: keepMinutes(all),
    vgroups: Number(all.get('VGROUPS') ?? 2),
    cacheModel: (all.get('CACHEMODEL') ?? 'none') as Database['cacheModel'],
    schemaless: all.get('SCHEMALESS') === '1',
    createdAt,
    options: all,
  }
}
