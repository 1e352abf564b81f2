import type { ColumnDefinition, DataType, TypeName } from '../engine/api.ts'
import { dataType, decimalType } from '../engine/data-type.ts'
import { engineError, engineErrorAbout, unsupported } from '../engine/error-code.ts'
import type { ColumnSpec, TypeReference } from './ast.ts'

/** Longest declared lengths of columns and tags (TDengine limits). */
const columnLimits = { VARCHAR: 65517, NCHAR: 16379, VARBINARY: 65517, GEOMETRY: 65517 } as const
const tagLimits = { VARCHAR: 16382, NCHAR: 4095, VARBINARY: 16382, GEOMETRY: 16382 } as const

function isVariableName(name: string): name is keyof typeof columnLimits {
  return name in columnLimits
}

/** Checks a type and turns it into the engine's. */
export function typeOf(reference: TypeReference, isTag = false): DataType {
  const { name, args } = reference
  if (name === 'DECIMAL') {
    const [precision = 10, scale = 0] = args
    if (precision < 1 || precision > 38 || scale > precision) {
      throw engineError('INVALID_DECIMAL')
    }
    return decimalType(precision, scale)
  }
  if (name === 'MEDIUMBLOB') throw unsupported('MEDIUMBLOB')
  if (isVariableName(name)) {
    const [length = 0] = args
    const limit = (isTag ? tagLimits : columnLimits)[name]
    if (length < 1 || length > limit) throw engineError('INVALID_VAR_LENGTH')
    return dataType(name, length)
  }
  return dataType(name as TypeName)
}

/** Names of columns are at most this long. */
const nameLimit = 64

const keyTypes: ReadonlySet<string> = new Set([
  'INT',
  'INT UNSIGNED',
  'BIGINT',
  'BIGINT UNSIGNED',
  'VARCHAR',
])

/** Turns a column of DDL into a definition. */
export function columnDefinition(spec: ColumnSpec, isTag: boolean): ColumnDefinition {
  if (Buffer.byteLength(spec.name) > nameLimit) {
    throw engineErrorAbout('INVALID_IDENTIFIER', spec.name)
  }
  if (isTag && (spec.type.name === 'BLOB' || spec.type.name === 'DECIMAL')) {
    throw engineError('INVALID_TAG_TYPE')
  }
  if (!isTag && spec.type.name === 'JSON') throw engineError('INVALID_JSON_COLUMN')
  if (spec.key && !keyTypes.has(spec.type.name)) throw engineError('INVALID_KEY_TYPE')
  return {
    name: spec.name,
    type: typeOf(spec.type, isTag),
    isKey: spec.key,
    ...(spec.encode === undefined ? {} : { encode: spec.encode }),
    ...(spec.compress === undefined ? {} : { compress: spec.compress }),
    ...(spec.level === undefined ? {} : { level: spec.level }),
  }
}
