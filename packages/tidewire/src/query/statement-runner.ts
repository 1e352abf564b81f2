import { cardOf, isAbort } from '@tidewire/core'
import type { ResultBlock, TDengineClient, TDengineValue } from '@tidewire/tdengine'
import { note, write } from '../terminal.ts'
import {
  defaultTable,
  type TableOptions,
  tableHeader,
  tableRow,
  verticalRow,
} from './result-table.ts'
import { csvHeader, csvRow, jsonRow } from './result-text.ts'

/** How results are printed. */
export interface PrintOptions {
  readonly form: 'table' | 'json' | 'csv'
  readonly table: TableOptions
  /** Rows of a table that are shown of a statement without LIMIT, as the TDengine shell does at a prompt. */
  readonly maxRows: number
}

/** Everything, as a table. */
export const printAll: PrintOptions = {
  form: 'table',
  table: defaultTable,
  maxRows: Number.POSITIVE_INFINITY,
}

/** A statement that chooses a database. */
export const useStatement = /^\s*use\s+(`[^`]+`|"[^"]+"|[A-Za-z_][A-Za-z0-9_]*)\s*;?\s*$/i
const rowsStatement = /^\s*(select|show|describe|desc|explain|with)\b/i
/** Statements whose result the shell shows whole. */
export const wholeStatement = /\slimit\s|^\s*(describe|desc|show)\s/i

const verbs = [
  [/^\s*delete\s*from\s*/i, 'Delete OK'],
  [/^\s*insert\s*into\s*/i, 'Insert OK'],
  [/^\s*create\s*/i, 'Create OK'],
  [/^\s*drop\s*/i, 'Drop OK'],
] as const

/** How the shell names the success of a statement that changes something. */
export function okText(sql: string): string {
  return verbs.find(([pattern]) => pattern.test(sql))?.[1] ?? 'Query OK'
}

/** The time since a moment of `performance.now()`, as the shell prints it. */
export function seconds(since: number): string {
  return `(${((performance.now() - since) / 1000).toFixed(6)}s)`
}

/** The part of a block that printing needs; a collected result has it as well. */
type Rows = Pick<ResultBlock, 'rows' | 'columns' | 'unit' | 'value'>

function rowOf(block: Rows, row: number): readonly TDengineValue[] {
  return block.columns.map((_, column) => block.value(row, column))
}

/** What stands under the last row that is shown. */
export function moreRows(shown: number): string {
  return `\n Only the first ${shown} rows are shown. Add LIMIT to the statement, or run it with\n \`tidewire query -s\`, for another number; Ctrl-C stops the fetching.\n\n`
}

class ResultPrinter {
  readonly #options: PrintOptions
  readonly #vertical: boolean
  readonly #limit: number
  #rows = 0

  constructor(sql: string, vertical: boolean, options: PrintOptions) {
    this.#options = options
    this.#vertical = vertical
    this.#limit = wholeStatement.test(sql) ? Number.POSITIVE_INFINITY : options.maxRows
  }

  get rows(): number {
    return this.#rows
  }

  /** Prints a block as one piece of text. */
  async block(block: Rows): Promise<void> {
    const { form, table } = this.#options
    let text = ''
    if (this.#rows === 0 && block.rows > 0) {
      if (form === 'csv') text += csvHeader(block.columns)
      if (form === 'table' && !this.#vertical) text += tableHeader(block.columns, block.unit, table)
    }
    for (let i = 0; i < block.rows; i += 1) {
      this.#rows += 1
      if (form === 'table' && this.#rows > this.#limit) continue
      const row = rowOf(block, i)
      if (form === 'json') text += jsonRow(block.columns, row, block.unit)
      else if (form === 'csv') text += csvRow(block.columns, row, block.unit)
      else if (this.#vertical)
        text += verticalRow(block.columns, row, block.unit, this.#rows, table)
      else text += tableRow(block.columns, row, block.unit, table)
      if (form === 'table' && this.#rows === this.#limit) text += this.#notice()
    }
    if (text !== '') await write(text)
  }

  #notice(): string {
    return moreRows(this.#limit)
  }
}

/** A statement without the shell's `\G`, and whether it was there. */
export function stripVertical(statement: string): {
  readonly sql: string
  readonly vertical: boolean
} {
  const match = /\\G\s*$/i.exec(statement)
  return match === null
    ? { sql: statement, vertical: false }
    : { sql: statement.slice(0, match.index), vertical: true }
}

/** Runs one statement and prints its result as the TDengine shell does; errors are thrown. */
export async function runStatement(
  client: TDengineClient,
  statement: string,
  options: PrintOptions,
  signal: AbortSignal,
): Promise<void> {
  const { sql, vertical } = stripVertical(statement)
  const started = performance.now()
  if (!rowsStatement.test(sql)) {
    await runOther(client, sql, vertical, options, started, signal)
    return
  }
  const printer = new ResultPrinter(sql, vertical, options)
  try {
    for await (const block of client.stream(sql, signal)) await printer.block(block)
  } catch (error) {
    if (!isAbort(error) && !signal.aborted) throw error
    const rows = `${printer.rows} row(s) in set ${seconds(started)}`
    if (options.form === 'table') await write(`Query interrupted, ${rows}\n\n`)
    return
  }
  if (options.form === 'table') {
    await write(`Query OK, ${printer.rows} row(s) in set ${seconds(started)}\n\n`)
  }
}

/** A statement that changes something, or one whose kind we do not know: its whole result is asked for at once. */
async function runOther(
  client: TDengineClient,
  sql: string,
  vertical: boolean,
  options: PrintOptions,
  started: number,
  signal: AbortSignal,
): Promise<void> {
  const result = await client.query(sql, signal)
  const table = options.form === 'table'
  if (useStatement.test(sql)) {
    if (table) await write('Database changed.\n\n')
  } else if (result.isUpdate) {
    const text = `${okText(sql)}, ${result.affectedRows} row(s) affected ${seconds(started)}`
    if (table) await write(`${text}\n\n`)
  } else {
    const printer = new ResultPrinter(sql, vertical, options)
    const { columns, rows, unit } = result
    const value = (row: number, column: number) => rows[row]?.[column] ?? null
    await printer.block({ rows: rows.length, columns, unit, value })
    if (table) await write(`Query OK, ${rows.length} row(s) in set ${seconds(started)}\n\n`)
  }
}

/** What to do at a prompt, where the general advice speaks of URLs. */
const hints: ReadonlyMap<string, string> = new Map([
  ['0x2616', 'Choose one with `use NAME;` or -d NAME, or write NAME.TABLE.'],
  ['0x0388', 'List the databases with `show databases;`, or create it.'],
  ['3D000', 'List the databases with `show databases;`, or create it: `create ts database NAME;`.'],
])

/**
 * Prints an error as the TDengine shell does: the server's words, its code, and what to do when we know it. `place` says
 * which statement of a script it was.
 */
export function printError(error: unknown, started: number, place?: string): void {
  const card = cardOf(error)
  const words = card.serverMessage ?? card.message
  const code = card.serverCode === undefined ? '' : ` [${card.serverCode}]`
  note(`\nDB error: ${words}${code} ${seconds(started)}`)
  if (place !== undefined) note(place)
  const hint = hints.get(card.serverCode ?? '') ?? card.hint
  if (hint !== undefined) note(hint)
  note('')
}
