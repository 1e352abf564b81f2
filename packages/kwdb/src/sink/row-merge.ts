import type { InsertStatement, InsertTarget } from './insert-statement.ts'
import type { WriteBatch } from './write-batch.ts'

/** How a value that a row leaves out is written, in contrast to an explicit `NULL`. */
const absent = 'null'
const quote = 39
const backslash = 92
const letterE = 101
const letterB = 98

/** A row of a statement. */
interface RowAt {
  readonly statement: InsertStatement
  readonly row: number
}

/**
 * Rows of one series and time that name different columns become one row: where the server replaces whole rows
 * (`ts.dedup.rule = override`), the later one would make null what only the earlier one has. Answers the rows that were
 * merged away. `targetOf` makes the target of the merged rows.
 */
export function mergeRows(
  batch: WriteBatch,
  targetOf: (table: string, columns: readonly string[]) => InsertTarget,
): number {
  let merged = 0
  for (const statements of tablesToMerge(batch)) merged += mergeTable(batch, statements, targetOf)
  batch.merged += merged
  return merged
}

/** Statements by table, where rows of one series and time may name different columns. */
function tablesToMerge(batch: WriteBatch): readonly (readonly InsertStatement[])[] {
  const { statements } = batch
  if (statements.length === 1 && batch.partialRows === 0) return []
  const byTable = new Map<string, InsertStatement[]>()
  for (const statement of statements) {
    if (statement.rows === 0) continue
    const list = byTable.get(statement.target.table)
    if (list === undefined) byTable.set(statement.target.table, [statement])
    else list.push(statement)
  }
  return [...byTable.values()].filter(
    list => batch.partialRows > 0 || list.some(one => one.target !== list[0]?.target),
  )
}

function mergeTable(
  batch: WriteBatch,
  statements: readonly InsertStatement[],
  targetOf: (table: string, columns: readonly string[]) => InsertTarget,
): number {
  const found = sameRows(statements)
  if (found.length === 0) return 0
  const dropped = new Map<InsertStatement, Set<number>>()
  const results: {
    readonly target: InsertTarget
    readonly values: readonly string[]
    readonly last: RowAt
  }[] = []
  const targets = new Map<string, InsertTarget>()
  let merged = 0
  for (const rows of found) {
    const values = valuesOf(rows)
    if (values === null) continue
    for (const { row, statement } of rows) {
      const set = dropped.get(statement)
      if (set === undefined) dropped.set(statement, new Set([row]))
      else set.add(row)
    }
    merged += rows.length - 1
    const columns = [...values.keys()]
    const key = columns.join('\u0000')
    const table = statements[0]?.target.table ?? ''
    const target = targets.get(key) ?? targetOf(table, columns)
    targets.set(key, target)
    results.push({ target, values: [...values.values()], last: rows.at(-1) as RowAt })
  }
  const places = results.map(({ last }) => ({
    record: last.statement.records[last.row] as number,
    order: last.statement.order[last.row] as number,
    keyLength:
      (last.statement.keyEnds[last.row] as number) - (last.statement.starts[last.row] as number),
  }))
  for (const [statement, rows] of dropped) statement.removeRows(rows)
  // Rows of a statement have to stand in the order of their records.
  const inOrder = results.map((result, i) => ({ ...result, place: places[i] }))
  inOrder.sort((a, b) => (a.place?.record ?? 0) - (b.place?.record ?? 0))
  for (const { place, target, values } of inOrder) {
    if (place === undefined) continue
    const statement = batch.statementFor(target)
    const out = statement.openRow()
    const start = out.end
    out.utf8(values.join(','))
    statement.keyEnds[statement.rows] = start - 1 + place.keyLength
    statement.closeRow(place.record, place.order)
  }
  return merged
}

/** Groups of rows with the same time and primary tags, each in the order of the batch. */
function sameRows(statements: readonly InsertStatement[]): readonly (readonly RowAt[])[] {
  let count = 0
  for (const statement of statements) count += statement.rows
  const size = 2 ** Math.ceil(Math.log2(count * 2 + 1))
  // Open addressing: a slot holds the number of a row, counted through the statements, plus one.
  const slots = new Int32Array(size)
  const owner = new Int32Array(count)
  const rowOf = new Int32Array(count)
  const groups = new Map<number, RowAt[]>()
  let number = 0
  statements.forEach((statement, s) => {
    for (let row = 0; row < statement.rows; row += 1, number += 1) {
      owner[number] = s
      rowOf[number] = row
      let slot = keyHash(statement, row) & (size - 1)
      for (;;) {
        const other = (slots[slot] as number) - 1
        if (other < 0) {
          slots[slot] = number + 1
          break
        }
        const held = statements[owner[other] as number] as InsertStatement
        if (sameKey(held, rowOf[other] as number, statement, row)) {
          const group = groups.get(other) ?? [{ statement: held, row: rowOf[other] as number }]
          group.push({ statement, row })
          groups.set(other, group)
          break
        }
        slot = (slot + 1) & (size - 1)
      }
    }
  })
  const found = [...groups.values()]
  for (const group of found) {
    group.sort(
      (a, b) => (a.statement.order[a.row] as number) - (b.statement.order[b.row] as number),
    )
  }
  return found
}

function keyHash(statement: InsertStatement, row: number): number {
  const { bytes } = statement.sql
  const end = statement.keyEnds[row] as number
  let hash = 0
  for (let i = statement.starts[row] as number; i < end; i += 1) {
    hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
  }
  return (hash ^ (hash >>> 15)) >>> 0
}

function sameKey(a: InsertStatement, rowA: number, b: InsertStatement, rowB: number): boolean {
  const startA = a.starts[rowA] as number
  const startB = b.starts[rowB] as number
  const endA = a.keyEnds[rowA] as number
  const endB = b.keyEnds[rowB] as number
  return (
    endA - startA === endB - startB &&
    a.sql.bytes.compare(b.sql.bytes, startB, endB, startA, endA) === 0
  )
}

/**
 * The values of rows that are one, by column: the later ones win, unless they leave the column out. Null when the last row
 * has all that the others have: then the server does the same.
 */
function valuesOf(rows: readonly RowAt[]): ReadonlyMap<string, string> | null {
  const values = new Map<string, string>()
  let last: ReadonlyMap<string, string> = values
  for (const { row, statement } of rows) {
    const literals = literalsOf(statement, row)
    const own = new Map<string, string>()
    statement.target.columns.forEach((column, i) => {
      const literal = literals[i] as string
      if (literal !== absent) own.set(column, literal)
      if (literal !== absent || !values.has(column)) values.set(column, literal)
    })
    last = own
  }
  // Statements follow in the order in which they were begun, which need not be that of these rows.
  if (rows.some(({ statement }) => statement.target !== rows[0]?.statement.target)) return values
  for (const [column, literal] of values) if (literal !== absent && !last.has(column)) return values
  return null
}

/** The literals of a row, as they are written. */
export function literalsOf(statement: InsertStatement, row: number): readonly string[] {
  const { bytes } = statement.sql
  const end = statement.endOf(row) - 1
  const found: string[] = []
  let at = (statement.starts[row] as number) + 1
  while (at < end) {
    const stop = literalEnd(bytes, at, end)
    found.push(bytes.toString('utf8', at, stop))
    at = stop + 1
  }
  return found
}

function literalEnd(bytes: Buffer, at: number, end: number): number {
  let p = at
  const first = bytes[p] as number
  const escapes = first === letterE || first === letterB
  if ((escapes ? bytes[p + 1] : first) !== quote) {
    while (p < end && bytes[p] !== 44) p += 1
    return p
  }
  p += escapes ? 2 : 1
  for (; p < end; p += 1) {
    if (escapes && bytes[p] === backslash) p += 1
    else if (bytes[p] === quote) {
      if (bytes[p + 1] !== quote) return p + 1
      p += 1
    }
  }
  return end
}
