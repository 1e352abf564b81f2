import { open } from 'node:fs/promises'
import { raise } from '../errors.ts'
import { dataTypes, type TDengineType } from '../wire/data-type.ts'
import { type MappedField, mappedField } from './typed-row.ts'

/** A mapping is written by people; more than this is another file. */
const maximumBytes = 1024 * 1024

/** Keys of a mapping file, which are those of the configuration. */
const textKeys = [
  'table.name',
  'child.table.name',
  'child.table.name.tag',
  'time.field',
  'tags.field',
] as const
const listKeys = ['columns.map', 'tags.map'] as const

/** What a mapping file says; absent keys are left to the configuration. */
export type MappingFile = {
  readonly [K in (typeof textKeys)[number]]?: string
} & { readonly [K in (typeof listKeys)[number]]?: readonly MappedField[] }

/** Where a mapping is wrong, as a path from its root, and why. */
export interface MappingProblem {
  readonly path: string
  readonly reason: string
}

type Problems = MappingProblem[]

const typeNames: ReadonlySet<string> = new Set(
  dataTypes.map(({ name }) => name).filter(name => name !== 'NULL'),
)
const entryKeys = ['member', 'name', 'type', 'default'] as const

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

/** `TYPE` or `TYPE(length)`; null when it is none of TDengine's. */
function typeIn(text: string): Pick<MappedField, 'type' | 'declaration'> | null {
  const [, name = '', size] =
    /^([A-Z ]+?)\s*(\(\s*\d+\s*(?:,\s*\d+\s*)?\))?$/.exec(text.trim().toUpperCase()) ?? []
  const type = name === 'BINARY' ? 'VARCHAR' : name
  if (!typeNames.has(type)) return null
  // A DECIMAL has no length that could be guessed.
  if (type === 'DECIMAL' && size === undefined) return null
  return {
    type: type as TDengineType,
    declaration: size === undefined ? null : `${type}${size.replaceAll(' ', '')}`,
  }
}

function entry(value: unknown, path: string, problems: Problems): MappedField | null {
  const wrong = (where: string, reason: string) => {
    problems.push({ path: where, reason })
    return null
  }
  if (typeof value === 'string') {
    return mappedField(value) ?? wrong(path, 'it is not member[:column[:TYPE]][=default]')
  }
  if (!isObject(value)) return wrong(path, `a text or an object is expected, not ${kindOf(value)}`)
  for (const key of Object.keys(value)) {
    if (!(entryKeys as readonly string[]).includes(key)) {
      wrong(`${path}.${key}`, `there is no such key; known are ${entryKeys.join(', ')}`)
    }
  }
  const { member, name, type, default: byDefault } = value
  if (typeof member !== 'string' || member.trim() === '') {
    return wrong(`${path}.member`, 'the name of a member is expected, e.g. "data.temp"')
  }
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    return wrong(`${path}.name`, 'the name of a column or tag is expected')
  }
  let known: Pick<MappedField, 'type' | 'declaration'> | null = { type: null, declaration: null }
  if (type !== undefined) {
    known = typeof type === 'string' ? typeIn(type) : null
    if (known === null) {
      return wrong(
        `${path}.type`,
        'a type of TDengine is expected, e.g. "FLOAT", "NCHAR(32)" or "DECIMAL(10,2)"',
      )
    }
  }
  if (byDefault !== undefined && !['string', 'number', 'boolean'].includes(typeof byDefault)) {
    return wrong(`${path}.default`, `a value is expected, not ${kindOf(byDefault)}`)
  }
  const parts = member.split('.')
  return {
    ...known,
    path: parts,
    name: name ?? parts.at(-1) ?? member,
    byDefault: byDefault === undefined ? null : String(byDefault),
  }
}

function list(value: unknown, path: string, problems: Problems): readonly MappedField[] {
  if (!Array.isArray(value)) {
    problems.push({ path, reason: `a list is expected, not ${kindOf(value)}` })
    return []
  }
  const fields = value.map((one, i) => entry(one, `${path}[${i}]`, problems))
  const seen = new Set<string>()
  for (const [i, field] of fields.entries()) {
    if (field === null) continue
    if (seen.has(field.name)) {
      problems.push({ path: `${path}[${i}]`, reason: `there is ${field.name} already` })
    }
    seen.add(field.name)
  }
  return fields.filter(field => field !== null)
}

/** Reads the text of a mapping file; all that is wrong with it is found at once. */
export function parseMapping(text: string): {
  readonly mapping: MappingFile
  readonly problems: readonly MappingProblem[]
} {
  const problems: Problems = []
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    // The parser's own words would show the file to whoever may name one.
    return { mapping: {}, problems: [{ path: '$', reason: 'it is no JSON' }] }
  }
  if (!isObject(root)) {
    const reason = `an object is expected, not ${kindOf(root)}`
    return { mapping: {}, problems: [{ path: '$', reason }] }
  }
  const mapping: Record<string, string | readonly MappedField[]> = {}
  for (const [key, value] of Object.entries(root)) {
    const path = `$["${key}"]`
    if ((listKeys as readonly string[]).includes(key)) mapping[key] = list(value, path, problems)
    else if (!(textKeys as readonly string[]).includes(key)) {
      const known = [...textKeys, ...listKeys].join(', ')
      problems.push({ path, reason: `there is no such key; known are ${known}` })
    } else if (typeof value === 'string') mapping[key] = value
    else problems.push({ path, reason: `a text is expected, not ${kindOf(value)}` })
  }
  const names = (key: (typeof listKeys)[number]) => (mapping[key] ?? []) as readonly MappedField[]
  const columns = new Set(names('columns.map').map(({ name }) => name))
  for (const { name } of names('tags.map')) {
    if (columns.has(name)) {
      problems.push({ path: '$["tags.map"]', reason: `${name} is a column already` })
    }
  }
  return { mapping: mapping as MappingFile, problems }
}

/** Reads a mapping file; throws `TDENGINE_MAPPING_FILE` with all that is wrong. */
export async function readMapping(file: string): Promise<MappingFile> {
  const text = await readText(file)
  const { mapping, problems } = parseMapping(text)
  if (problems.length === 0) return mapping
  const reason = problems.map(({ path, reason: why }) => `${path}: ${why}`).join('; ')
  throw raise('TDENGINE_MAPPING_FILE', { file, reason })
}

async function readText(file: string): Promise<string> {
  const refuse = (reason: string) => raise('TDENGINE_MAPPING_FILE', { file, reason })
  try {
    await using handle = await open(file, 'r')
    const stat = await handle.stat()
    if (!stat.isFile()) throw refuse('it is no file')
    if (stat.size > maximumBytes) throw refuse(`it has more than ${maximumBytes} bytes`)
    return await handle.readFile('utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw refuse('it is not there')
    if (code === 'EACCES' || code === 'EPERM') throw refuse('the worker may not read it')
    throw code === undefined || code === 'TDENGINE_MAPPING_FILE' ? error : refuse(code)
  }
}
