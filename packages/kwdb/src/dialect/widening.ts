import type { ColumnType } from './column-type.ts'

const integers = ['INT2', 'INT4', 'INT8'] as const
const floats = ['FLOAT4', 'FLOAT8'] as const
const texts = new Set(['CHAR', 'VARCHAR', 'NCHAR', 'NVARCHAR'])
const byCharacter = new Set(['NCHAR', 'NVARCHAR'])

/**
 * The type that takes the values of both, where a column may be changed into it (KWDB: ALTER … TYPE): wider numbers of
 * the same kind and longer texts. Null when the column is wide enough as it is, or cannot become wide enough.
 */
export function widened(has: ColumnType, wants: ColumnType): ColumnType | null {
  for (const ranks of [integers, floats] as readonly (readonly string[])[]) {
    const from = ranks.indexOf(has.name)
    const to = ranks.indexOf(wants.name)
    if (from >= 0 && to >= 0) return to > from ? wants : null
  }
  if (
    !('length' in has) ||
    !('length' in wants) ||
    !texts.has(has.name) ||
    !texts.has(wants.name)
  ) {
    return null
  }
  const length =
    byCharacter.has(wants.name) && !byCharacter.has(has.name) ? wants.length * 4 : wants.length
  return length > has.length ? { name: has.name, length } : null
}
