import type { Logger } from '@tidewire/core'
import { type DestinationStream, type Logger as Pino, pino } from 'pino'

/** Log levels as Kafka Connect's REST names them, in order of rising detail. */
export const logLevels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const

const pinoLevel: Readonly<Record<string, string>> = {
  OFF: 'silent',
  FATAL: 'fatal',
  ERROR: 'error',
  WARN: 'warn',
  INFO: 'info',
  DEBUG: 'debug',
  TRACE: 'trace',
  ALL: 'trace',
}

/** The level of one logger, and when it was set by a client (milliseconds since the epoch). */
export interface LoggerLevel {
  readonly level: string
  readonly last_modified: number | null
}

/** The parts of the worker that log, under the names that Kafka Connect users know. */
export const loggerNames = {
  worker: 'org.apache.kafka.connect.runtime.Worker',
  herder: 'org.apache.kafka.connect.runtime.distributed.DistributedHerder',
  group: 'org.apache.kafka.connect.runtime.distributed.WorkerGroupMember',
  connector: 'org.apache.kafka.connect.runtime.WorkerConnector',
  sinkTask: 'org.apache.kafka.connect.runtime.WorkerSinkTask',
  sinkTaskContext: 'org.apache.kafka.connect.runtime.WorkerSinkTaskContext',
  stores: 'org.apache.kafka.connect.util.KafkaBasedLog',
  rest: 'org.apache.kafka.connect.runtime.rest.RestServer',
} as const

/** All loggers of a worker: one pino stream, levels by name. */
export class WorkerLog {
  readonly #pino: Pino
  readonly #levels = new Map<string, { level: string; modified: number | null }>([
    ['root', { level: 'INFO', modified: null }],
  ])
  readonly #loggers = new Map<string, Set<Pino>>()

  constructor(destination: NodeJS.WritableStream | undefined) {
    const options = {
      level: 'trace',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
      messageKey: 'message',
    }
    this.#pino =
      destination === undefined ? pino(options) : pino(options, destination as DestinationStream)
  }

  /** A logger of one part; `bindings` stand in each of its lines, `mask` is applied to all its texts. */
  logger(
    name: string,
    bindings: Readonly<Record<string, unknown>> = {},
    mask: (text: string) => string = text => text,
  ): Logger & { close(): void } {
    const child = this.#pino.child({ ...bindings }, { level: this.#effective(name) })
    const all = this.#loggers.get(name) ?? new Set()
    all.add(child)
    this.#loggers.set(name, all)
    const write =
      (level: 'debug' | 'info' | 'warn' | 'error') =>
      (message: string, fields?: Readonly<Record<string, unknown>>) => {
        if (!child.isLevelEnabled(level)) return
        if (fields === undefined) child[level](mask(message))
        else child[level](maskFields(fields, mask), mask(message))
      }
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      close: () => void all.delete(child),
    }
  }

  #effective(name: string): string {
    let best = 'root'
    for (const key of this.#levels.keys()) {
      if (name.startsWith(key) && (best === 'root' || key.length > best.length)) best = key
    }
    return pinoLevel[this.#levels.get(best)?.level ?? 'INFO'] ?? 'info'
  }

  /** Loggers with a level of their own. */
  levels(): Record<string, LoggerLevel> {
    const entries = [...this.#levels].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(
      entries.map(([name, { level, modified }]) => [name, { level, last_modified: modified }]),
    )
  }

  level(name: string): LoggerLevel | undefined {
    const found = this.#levels.get(name)
    if (found !== undefined) return { level: found.level, last_modified: found.modified }
    if (!Object.values<string>(loggerNames).includes(name)) return undefined
    return { level: this.#effective(name).toUpperCase(), last_modified: null }
  }

  /** Sets the level of a logger and of those below it; answers the names that were set. */
  setLevel(name: string, level: string): string[] {
    const known = new Set([...Object.values<string>(loggerNames), ...this.#levels.keys()])
    known.delete('root')
    const names =
      name === 'root' ? ['root', ...known] : [...known].filter(other => other.startsWith(name))
    const set = [...new Set([name, ...names])].toSorted()
    for (const each of set) this.#levels.set(each, { level, modified: Date.now() })
    for (const [each, loggers] of this.#loggers) {
      for (const logger of loggers) logger.level = this.#effective(each)
    }
    return set
  }
}

function maskFields(
  fields: Readonly<Record<string, unknown>>,
  mask: (text: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (typeof value === 'string') return [key, mask(value)]
      if (typeof value === 'bigint') return [key, value.toString()]
      if (value instanceof Error) return [key, mask(value.message)]
      return [key, value]
    }),
  )
}
