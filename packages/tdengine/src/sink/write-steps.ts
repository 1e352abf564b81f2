import {
  FormatError,
  LineParser,
  OpenTsdbParser,
  type PointBatch,
  TelnetParser,
} from '@tidewire/formats'
import type { SchemalessProtocol } from '../client/api.ts'
import { ColumnFrame } from './column-frame.ts'
import { type ColumnPlan, type NewChild, nowMark, planColumns } from './column-plan.ts'
import type { RequestBuffer } from './request-buffer.ts'
import type { TableCatalog, TableState } from './table-catalog.ts'

/** What can be learned about tables once lines are stored. */
export interface Lesson {
  /** Child tables with the number of a record of the lines that has a row of each. */
  readonly newChildren: readonly NewChild[]
  readonly changed: ReadonlySet<TableState>
}

/** A frame ready to be sent. */
export interface ReadyBind {
  readonly state: TableState
  readonly statement: string
  readonly lane: number
  readonly rows: number
  readonly frame: Buffer
}

/** One part of a request: either lines for the server to parse, or frames and the lines that were left out of them. */
export type WriteStep =
  | {
      readonly kind: 'lines'
      readonly low: number
      readonly high: number
      readonly lesson: Lesson
    }
  | {
      readonly kind: 'columns'
      readonly low: number
      readonly high: number
      readonly binds: readonly ReadyBind[]
      /** Records that the server has to parse; null for none. */
      readonly rest: RequestBuffer | null
      readonly lesson: Lesson
    }

/** How steps are made. */
export interface StepOptions {
  readonly format: SchemalessProtocol
  readonly precision: 'ms' | 'us' | 'ns' | null
  /** Connections that write frames side by side. */
  readonly lanes: number
  /** Most rows of a frame. */
  readonly maxRows: number
  /** An empty request for records that are left out of frames. */
  readonly takeRequest: () => RequestBuffer
}

/** Stands for a record that has to be looked for. */
const unclear = -2

const nothing: Lesson = { newChildren: [], changed: new Set() }

/** Lines of which nothing is to be learned. */
export function plainLines(low: number, high: number): WriteStep {
  return { kind: 'lines', low, high, lesson: nothing }
}

/**
 * Parses the records of requests and makes the steps in which they are written: frames for what fits the tables, lines
 * for the rest. A record that cannot be parsed becomes a step of its own, so that the server's words reach its report.
 */
export class StepMaker {
  readonly #options: StepOptions
  readonly #line = new LineParser()
  readonly #telnet = new TelnetParser()
  readonly #json = new OpenTsdbParser()
  readonly #frames: ColumnFrame[] = []
  readonly #framesOf = new WeakMap<ReadyBind, ColumnFrame>()

  constructor(options: StepOptions) {
    this.#options = options
  }

  /** The steps of a request in their order, and how many super tables it has. */
  make(
    request: RequestBuffer,
    catalog: TableCatalog,
  ): { readonly steps: readonly WriteStep[]; readonly tables: number } {
    const { count } = request
    if (catalog.unit === null || count === 0) {
      return { steps: count === 0 ? [] : [plainLines(0, count)], tables: 1 }
    }
    const steps: WriteStep[] = []
    let tables = 1
    let isTidy = false
    for (let low = 0; low < count; ) {
      const whole = this.#attempt(request, low, count, catalog)
      if (typeof whole !== 'number') {
        steps.push(whole.step)
        tables = Math.max(tables, whole.tables)
        break
      }
      if (!isTidy) {
        isTidy = true
        if (request.tidy()) continue
      }
      if (whole < low) {
        steps.push(plainLines(low, count))
        break
      }
      if (whole > low) {
        const left = this.#attempt(request, low, whole, catalog)
        steps.push(typeof left === 'number' ? plainLines(low, whole) : left.step)
      }
      steps.push(plainLines(whole, whole + 1))
      low = whole + 1
    }
    return { steps, tables }
  }

  /** Gives the memory of frames back that are no longer sent. */
  release(steps: readonly WriteStep[]): void {
    for (const step of steps) {
      if (step.kind !== 'columns') continue
      for (const bind of step.binds) {
        const frame = this.#framesOf.get(bind)
        if (frame !== undefined) this.#frames.push(frame)
      }
    }
  }

  /** The step of a range of records; the number of the record that is wrong, or -1, when it cannot be parsed. */
  #attempt(
    request: RequestBuffer,
    low: number,
    high: number,
    catalog: TableCatalog,
  ): { readonly step: WriteStep; readonly tables: number } | number {
    const outcome = request.read(low, high, text => {
      let batch: PointBatch
      try {
        batch = this.#parse(text, catalog)
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        // An open quote or bracket of one JSON record makes a later one look wrong.
        return this.#options.format === 'json' ? unclear : recordAt(error, text, request, low, high)
      }
      if (batch.conflict !== null) return recordAt(batch.conflict, text, request, low, high)
      const plan = planColumns(
        batch,
        catalog,
        { count: high - low, start: k => request.startIn(low + k, low) },
        this.#options,
      )
      return { step: this.#stepOf(plan, request, low, high), tables: plan.tables }
    })
    return outcome === unclear ? this.#firstUnreadable(request, low, high, catalog) : outcome
  }

  /** The first record that cannot be read alone; -1 when all can. */
  #firstUnreadable(
    request: RequestBuffer,
    low: number,
    high: number,
    catalog: TableCatalog,
  ): number {
    for (let k = low; k < high; k += 1) {
      try {
        const { conflict } = request.read(k, k + 1, text => this.#parse(text, catalog))
        if (conflict !== null) return k
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        return k
      }
    }
    return -1
  }

  #parse(text: Buffer, catalog: TableCatalog): PointBatch {
    const { format, precision } = this.#options
    const options = { unit: catalog.unit ?? 'ns', now: () => nowMark }
    if (format === 'json') return this.#json.parse(text, options)
    if (format === 'telnet') return this.#telnet.parse(text, options)
    return this.#line.parse(text, { ...options, precision: precision ?? 'ns' })
  }

  #stepOf(plan: ColumnPlan, request: RequestBuffer, low: number, high: number): WriteStep {
    const { parsed, parsedCount, changed, newChildren } = plan
    if (parsed === null) return { kind: 'lines', low, high, lesson: { newChildren, changed } }
    const binds = plan.binds.map(planned => {
      const frame = this.#frames.pop() ?? new ColumnFrame()
      const { state, statement, lane, rows } = planned
      const bind = { state, statement, lane, rows, frame: frame.fill(planned) }
      this.#framesOf.set(bind, frame)
      return bind
    })
    if (parsedCount === 0) {
      return { kind: 'columns', low, high, binds, rest: null, lesson: { newChildren, changed } }
    }
    const rest = this.#options.takeRequest()
    const placeOf = new Map<number, number>()
    for (let k = 0; k < parsed.length; k += 1) {
      if (parsed[k] !== 1) continue
      placeOf.set(k, rest.count)
      rest.copy(request, low + k)
    }
    const lesson = {
      changed,
      newChildren: newChildren.map(one => ({ ...one, record: placeOf.get(one.record) ?? 0 })),
    }
    return { kind: 'columns', low, high, binds, rest, lesson }
  }
}

/** The record in which an error lies. */
function recordAt(
  { line, column }: FormatError,
  text: Buffer,
  request: RequestBuffer,
  low: number,
  high: number,
): number {
  let at = 0
  for (let i = 1; i < line; i += 1) at = text.indexOf(10, at) + 1
  at += column - 1
  let first = low
  let last = high - 1
  while (first < last) {
    const middle = (first + last + 1) >>> 1
    if (request.startIn(middle, low) <= at) first = middle
    else last = middle - 1
  }
  return first
}
