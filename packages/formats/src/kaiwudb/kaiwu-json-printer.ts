import type { TextBuffer } from '../text-buffer.ts'
import type { KaiwuPrinter, KaiwuValues } from './kaiwu-printer.ts'
import type { KaiwuColumn, KaiwuTable } from './kaiwu-table.ts'
import { isDigits, type KaiwuKind, kaiwuBool, kaiwuFloat, kaiwuKind } from './kaiwu-value-text.ts'

const format = 'json_kaiwudb'
const comma = 44

/** Which member says that a tag is primary: the sink's examples have `primary`, the source's output `isPrimary`. */
export type PrimaryFlags = 'both' | 'isPrimary' | 'primary'

interface Member {
  readonly name: string
  readonly label: string
  readonly kind: KaiwuKind
}

/**
 * Prints json_kaiwudb as KWDB's source connector does, one row a record: `table`, `columns`, `data` and `tags` in this
 * order, NULLs said (KaiwuDB JSON format). It carries every value but NaN and the infinities.
 */
export class KaiwuJsonPrinter implements KaiwuPrinter {
  readonly parts = 1
  readonly #before: string
  readonly #after: string
  readonly #members: readonly Member[]

  constructor(table: KaiwuTable, flags: PrimaryFlags = 'both') {
    const { name, columns, tags } = table
    const listed = columns.map((column, i) => `{${declared(column)}${notNull(column, i)}}`)
    this.#before = `{"table":${JSON.stringify(name)},"columns":[${listed.join(',')}],"data":[{`
    const tagged = (tags ?? []).map(tag => {
      const isPrimary = flags === 'primary' ? '' : `,"isPrimary":${tag.primary}`
      const primary = flags === 'isPrimary' ? '' : `,"primary":${tag.primary}`
      return `{${declared(tag)}${isPrimary}${primary},"nullable":${tag.nullable !== false}}`
    })
    this.#after = tags === null ? '}]}' : `}],"tags":[${tagged.join(',')}]}`
    this.#members = [...columns, ...(tags ?? [])].map(column => ({
      name: column.name,
      label: `${JSON.stringify(column.name)}:`,
      kind: kaiwuKind(column.type),
    }))
  }

  print(out: TextBuffer, values: KaiwuValues): boolean {
    const start = out.length
    try {
      out.text(this.#before)
      for (const [i, member] of this.#members.entries()) {
        if (i > 0) out.byte(comma)
        out.text(member.label)
        const value = values[i] ?? null
        if (value === null) out.ascii('null')
        else this.#value(out, member, value)
      }
      out.text(this.#after)
      return true
    } catch (error) {
      out.length = start
      throw error
    }
  }

  #value(out: TextBuffer, { name, kind }: Member, value: string): void {
    switch (kind) {
      case 'integer':
        out.ascii(value)
        return
      case 'FLOAT4':
      case 'FLOAT8':
        out.ascii(kaiwuFloat(format, name, kind, value))
        return
      case 'BOOL':
        out.ascii(kaiwuBool(value))
        return
      case 'time':
        out.ascii(isDigits(value) ? value : `"${value}"`)
        return
      default:
        out.text(JSON.stringify(value))
    }
  }
}

function declared({ name, type, length }: KaiwuColumn): string {
  const size = length === null ? '' : `,"length":${length}`
  return `"name":${JSON.stringify(name)},"type":${JSON.stringify(type)}${size}`
}

/** The time column is never null; the others say so when they are not. */
function notNull({ nullable }: KaiwuColumn, index: number): string {
  return index > 0 && nullable === false ? ',"nullable":false' : ''
}
