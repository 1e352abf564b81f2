import {
  type ChildTarget,
  childTarget,
  FormatError,
  LineParser,
  type LinePrecision,
  type Measurement,
  OpenTsdbParser,
  type PointBatch,
  quoteRest,
  type Series,
  TelnetParser,
  withoutDots,
} from '@tidewire/formats'
import {
  type Database,
  type Engine,
  EngineError,
  type SchemalessRequest,
  type SchemalessResult,
  type SchemalessWriter,
  type TableBatch,
  type TableSchema,
} from '../engine/api.ts'
import { alignedValueError, isAligned, timeColumnError } from './alignment.ts'
import { tableBatch } from './point-rows.ts'
import { cutMessage, planSchema, type WantedColumn, type WantedTable } from './schema-plan.ts'

/** Protocol numbers of schemaless writing (TDengine C API). */
const protocols = { line: 1, telnet: 2, json: 3 } as const

const precisions: Readonly<Record<string, LinePrecision>> = {
  h: 'h',
  m: 'm',
  s: 's',
  ms: 'ms',
  u: 'us',
  μ: 'us',
  ns: 'ns',
}

/** Parsers with what they know of series; a write borrows one set until its rows are stored. */
interface Parsers {
  readonly line: LineParser
  readonly telnet: TelnetParser
  readonly json: OpenTsdbParser
}

/** Sets of parsers that are kept for the next write. */
const idleParsers = 4
/** Longest text after which a set is kept. */
const keptBytes = 4 * 1024 * 1024
const newline = 10
const hash = 35
const oldSchema = 0x061b
/** Tries of a write whose tables others change at the same time; one of those wins each time. */
const maxTries = 64

function invalid(code: number, text: string): EngineError {
  return new EngineError(code, text)
}

/** Writes schemaless points into the engine, by TDengine's rules for names, types, widths and errors. */
export class PointWriter implements SchemalessWriter {
  readonly #engine: Engine
  readonly #idle: Parsers[] = []
  readonly #automatic = new WeakMap<Series, ChildTarget>()
  #requests = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  async write(request: SchemalessRequest): Promise<SchemalessResult> {
    this.#requests += 1
    const id = this.#requests
    if (request.database === undefined) throw invalid(0x2616, 'Database not specified')
    if (![1, 2, 3].includes(request.protocol)) throw invalid(0x3000, 'protocol invalidate')
    const database = this.#engine.database(request.database)
    if (database === undefined) throw invalid(0x0388, 'Database not exist')
    const data = typeof request.data === 'string' ? Buffer.from(request.data) : request.data
    const totalRows = countLines(data, request.protocol === protocols.line)
    if (request.protocol !== protocols.json && totalRows === 0) {
      throw invalid(0x3002, 'line num is invalid')
    }
    const parsers = this.#idle.pop() ?? {
      line: new LineParser(),
      telnet: new TelnetParser(),
      json: new OpenTsdbParser(),
    }
    try {
      const batch = parse(parsers, request, data, database)
      const affectedRows = await this.#store(batch, request, database, id)
      return { affectedRows, totalRows }
    } finally {
      // Parsers hold on to the text and to columns of its size.
      const isSmall = data.length <= keptBytes
      if (isSmall && this.#idle.length < idleParsers) this.#idle.push(parsers)
    }
  }

  /** Stores the points; a schema that somebody else changed in between is looked at again. */
  async #store(
    batch: PointBatch,
    request: SchemalessRequest,
    database: Database,
    id: number,
  ): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#storeOnce(batch, request, database, id)
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== oldSchema || tries >= maxTries) {
          throw error
        }
      }
    }
  }

  async #storeOnce(
    batch: PointBatch,
    request: SchemalessRequest,
    database: Database,
    id: number,
  ): Promise<number> {
    const { measurements } = batch
    const isLine = request.protocol === protocols.line
    const tables = measurements.map(m => this.#table(database, withoutDots(m.name)))
    const aligned = !isLine && isAligned(measurements, tables)
    if (aligned) {
      for (const [i, measurement] of measurements.entries()) {
        const error = alignedValueError(measurement, tables[i] as TableSchema)
        if (error !== undefined || batch.conflict !== null)
          throw error ?? invalid(0x3002, 'Invalid data format')
      }
    }
    const timeErrors = isLine
      ? measurements.map((m, i) => {
          const table = tables[i]
          return table === undefined ? undefined : timeColumnError(m, table)
        })
      : []
    const early = timeErrors.find(error => error?.early === true)
    if (early !== undefined) throw early.error
    if (batch.conflict !== null) throw engineErrorOf(batch.conflict)
    const targets = measurements.map(measurement => this.#targets(measurement, request))
    for (const [i, measurement] of measurements.entries()) {
      const wanted = wantedTable(
        measurement,
        targets[i] ?? [],
        batch,
        request,
        database.name,
        aligned,
      )
      await this.#makeFit(wanted, id)
    }
    const late = timeErrors.find(error => error !== undefined)
    if (late !== undefined) throw late.error
    const batches: TableBatch[] = []
    for (const [i, measurement] of measurements.entries()) {
      const table = this.#table(database, withoutDots(measurement.name))
      if (table === undefined) throw invalid(0x2603, 'Table does not exist')
      batches.push(tableBatch(measurement, targets[i] ?? [], table, request.ttl))
    }
    return this.#engine.write(database.name, batches)
  }

  #targets(measurement: Measurement, request: SchemalessRequest): ChildTarget[] {
    const key = Buffer.from(isJson(request) ? measurement.name : measurement.key)
    const { tableNameKey } = request
    if (tableNameKey !== '') {
      return measurement.series.map(series =>
        childTarget({ measurement: key, tags: series.tags, nameTag: tableNameKey }),
      )
    }
    // Parsers keep series from write to write, and their automatic names with them.
    return measurement.series.map(series => {
      let target = this.#automatic.get(series)
      if (target === undefined) {
        target = childTarget({ measurement: key, tags: series.tags, nameTag: null })
        this.#automatic.set(series, target)
      }
      return target
    })
  }

  #table(database: Database, name: string): TableSchema | undefined {
    return this.#engine.table(database.name, name)
  }

  /** Makes the super table fit. Whoever else changes it at the same time makes this start over. */
  async #makeFit(wanted: WantedTable, id: number): Promise<void> {
    const { database, name } = wanted
    if (this.#engine.child(database, name) !== undefined) {
      throw invalid(0x0603, 'Table already exists')
    }
    let table = this.#engine.table(database, name)
    for (const step of planSchema(wanted, table, id)) {
      if (step.step === 'fail') throw invalid(step.error.code, cutMessage(step.error.message))
      try {
        if (step.step === 'create') table = await this.#engine.createTable(step.definition)
        else if (table !== undefined) table = await this.#engine.alterTable(table, step.change)
      } catch (error) {
        if (!(error instanceof EngineError) || this.#engine.table(database, name) === table) {
          throw error
        }
        throw invalid(oldSchema, error.message)
      }
    }
  }
}

function isJson(request: SchemalessRequest): boolean {
  return request.protocol === protocols.json
}

function parse(
  parsers: Parsers,
  request: SchemalessRequest,
  data: Uint8Array,
  database: Database,
): PointBatch {
  const options = { unit: database.unit }
  try {
    if (request.protocol === protocols.telnet) return parsers.telnet.parse(data, options)
    if (request.protocol === protocols.json) return parsers.json.parse(data, options)
    const known = Object.hasOwn(precisions, request.precision)
    const precision = known ? precisions[request.precision] : undefined
    return parsers.line.parse(data, { ...options, precision: precision ?? 'ns' })
  } catch (error) {
    throw error instanceof FormatError ? engineErrorOf(error) : error
  }
}

function engineErrorOf(error: FormatError): EngineError {
  return new EngineError(error.serverCode, error.serverMessage)
}

/** Lines as TDengine counts them: a last line without its end counts, comments of line protocol do not. */
function countLines(data: Uint8Array, withComments: boolean): number {
  let count = 0
  let at = 0
  while (at < data.length) {
    if (!withComments || data[at] !== hash) count += 1
    const next = data.indexOf(newline, at)
    if (next < 0) break
    at = next + 1
  }
  return count
}

function wantedTable(
  measurement: Measurement,
  targets: readonly ChildTarget[],
  batch: PointBatch,
  request: SchemalessRequest,
  database: string,
  aligned: boolean,
): WantedTable {
  const quote = (name: string, at: number) => () => {
    const isSource =
      request.protocol === protocols.line ||
      (request.protocol === protocols.telnet && name !== '_value')
    return isSource ? quoteRest('', batch.source, at, batch.source.length).slice(1) : name
  }
  const isNaming = (name: string) =>
    name === request.tableNameKey &&
    targets.every(target => target.tags.every(tag => tag.name !== name))
  const columns: WantedColumn[] = []
  for (const column of measurement.columns) {
    if (column.type === 0) continue
    const { name, type, firstAt } = column
    const maxLength = aligned ? 0 : column.maxLength
    columns.push({ name, type, maxLength, quoted: quote(name, firstAt) })
  }
  const tags = measurement.tags
    .filter(tag => !isNaming(tag.name))
    .map(tag => ({
      name: tag.name,
      type: tag.type,
      maxLength: tag.maxLength,
      quoted: quote(tag.name, tag.firstAt),
    }))
  return { database, name: withoutDots(measurement.name), columns, tags }
}
