import type { SourceTable } from './table-shape.ts'

const normalMark = '%n'

/** Table names as the value of `tables`: joined by commas, with commas and percent signs of names encoded. */
export function joinTables(tables: readonly SourceTable[]): string {
  return tables
    .map(({ name, kind }) => encode(name) + (kind === 'normal' ? normalMark : ''))
    .join(',')
}

/** The tables of one task from the value of `tables`. */
export function splitTables(database: string, names: readonly string[]): SourceTable[] {
  return names.map(text => {
    const normal = text.endsWith(normalMark)
    const name = decode(normal ? text.slice(0, -normalMark.length) : text)
    return { database, name, kind: normal ? 'normal' : 'super' }
  })
}

/** Blanks at the ends would be cut off with the value. */
function encode(name: string): string {
  return name.replace(/[%,\s]/g, character => encodeURIComponent(character).replace(/^(?!%)/, '%'))
}

function decode(text: string): string {
  return decodeURIComponent(text)
}
