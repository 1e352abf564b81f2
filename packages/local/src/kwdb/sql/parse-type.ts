import type { DataType, TypeName } from './ast.ts'
import type { TokenStream } from './token-stream.ts'

/** Types of one word that take nothing in brackets. */
const plainTypes: Readonly<Record<string, TypeName>> = {
  INT: 'INT4',
  INTEGER: 'INT4',
  INT1: 'INT1',
  TINYINT: 'INT1',
  INT2: 'INT2',
  SMALLINT: 'INT2',
  INT4: 'INT4',
  INT8: 'INT8',
  INT64: 'INT8',
  BIGINT: 'INT8',
  REAL: 'FLOAT4',
  FLOAT4: 'FLOAT4',
  FLOAT8: 'FLOAT8',
  BOOLEAN: 'BOOL',
  BOOL: 'BOOL',
  DATE: 'DATE',
  JSON: 'JSONB',
  JSONB: 'JSONB',
  BLOB: 'BLOB',
  CLOB: 'CLOB',
  BYTES: 'BYTES',
  BYTEA: 'BYTES',
  TEXT: 'STRING',
  SERIAL: 'SERIAL',
  SERIAL2: 'SERIAL',
  SMALLSERIAL: 'SERIAL',
  SERIAL4: 'SERIAL',
  SERIAL8: 'SERIAL',
  BIGSERIAL: 'SERIAL',
  UUID: 'UUID',
  INET: 'INET',
  CITEXT: 'OTHER',
  NAME: 'OTHER',
  OID: 'OTHER',
  OIDVECTOR: 'OTHER',
  INT2VECTOR: 'OTHER',
}

/** Types of the system catalogs; no literal can begin with their names. */
const catalogTypes = ['REGPROC', 'REGPROCEDURE', 'REGCLASS', 'REGTYPE', 'REGNAMESPACE']

/** Types with an optional length; a literal can begin with their names, but not with the length. */
const characterTypes: Readonly<Record<string, TypeName>> = {
  CHAR: 'CHAR',
  CHARACTER: 'CHAR',
  NCHAR: 'NCHAR',
  VARCHAR: 'VARCHAR',
  NVARCHAR: 'NVARCHAR',
  STRING: 'STRING',
  GEOMETRY: 'GEOMETRY',
}

/** Times with an optional precision: highest, and the type WITH TIME ZONE. */
const timeTypes: Readonly<
  Record<string, { readonly type: TypeName; readonly highest: number; readonly zoned?: TypeName }>
> = {
  TIME: { type: 'TIME', highest: 6, zoned: 'TIMETZ' },
  TIMETZ: { type: 'TIMETZ', highest: 6 },
  TIMESTAMP: { type: 'TIMESTAMP', highest: 9, zoned: 'TIMESTAMPTZ' },
  TIMESTAMPTZ: { type: 'TIMESTAMPTZ', highest: 9 },
}

/** Types of PostgreSQL that the grammar names only to refuse them. */
const knownMissing: ReadonlySet<string> = new Set([
  ...['box', 'cidr', 'circle', 'line', 'lseg', 'macaddr', 'macaddr8', 'money', 'path', 'pg_lsn'],
  ...['point', 'polygon', 'tsquery', 'tsvector', 'txid_snapshot', 'xml'],
])

/** Names of types that are no keywords, as PostgreSQL's catalog spells them. */
const catalogNames: Readonly<Record<string, TypeName>> = {
  char: 'CHAR',
  bpchar: 'CHAR',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  varchar: 'VARCHAR',
  varbit: 'VARBIT',
  bit: 'BIT',
  float: 'FLOAT8',
  int: 'INT8',
  interval: 'INTERVAL',
  numeric: 'DECIMAL',
  decimal: 'DECIMAL',
  bool: 'BOOL',
  bytea: 'BYTES',
  int2: 'INT2',
  int4: 'INT4',
  int8: 'INT8',
  float4: 'FLOAT4',
  float8: 'FLOAT8',
  date: 'DATE',
  time: 'TIME',
  timetz: 'TIMETZ',
  text: 'STRING',
  uuid: 'UUID',
  inet: 'INET',
  jsonb: 'JSONB',
}

/** A type as DDL and casts write it, e.g. `VARCHAR(64)` or `TIMESTAMP(3) WITH TIME ZONE`. */
export function parseType(t: TokenStream): DataType {
  return withArrayBounds(t, scalarType(t))
}

/**
 * A type that may stand before a string to make a literal of it, e.g. `TIMESTAMP '…'`. INTERVAL is
 * apart.
 */
export function parseLiteralType(t: TokenStream): DataType {
  return scalarType(t)
}

function scalarType(t: TokenStream): DataType {
  const token = t.peek()
  if (token.kind === 'name') return namedType(t)
  const word = token.keyword?.name
  if (word === undefined) throw t.unexpected()
  const plain = plainTypes[word]
  if (plain !== undefined) return plainType(t, plain)
  const character = characterTypes[word]
  if (character !== undefined) return characterType(t, character)
  const time = timeTypes[word]
  if (time !== undefined) return timeType(t)
  return otherType(t, word)
}

function plainType(t: TokenStream, name: TypeName): DataType {
  const spelling = t.take().text.toUpperCase()
  return { name, array: false, spelling }
}

function otherType(t: TokenStream, word: string): DataType {
  switch (word) {
    case 'FLOAT':
      return floatType(t)
    case 'DOUBLE':
      t.take()
      t.accept('PRECISION')
      return { name: 'FLOAT8', array: false, spelling: 'DOUBLE PRECISION' }
    case 'DECIMAL':
    case 'DEC':
    case 'NUMERIC':
      return decimalType(t)
    case 'VARBYTES':
      return varbytesType(t)
    case 'BIT':
    case 'VARBIT':
      return bitType(t)
    case 'INTERVAL':
      return intervalType(t)
  }
  if (catalogTypes.includes(word)) return plainType(t, 'OTHER')
  throw t.unexpected()
}

function floatType(t: TokenStream): DataType {
  t.take()
  if (!t.acceptSymbol('(')) return { name: 'FLOAT8', array: false, spelling: 'FLOAT' }
  const bits = t.integer(64)
  t.expectSymbol(')')
  if (bits < 1n) {
    throw t.invalidBefore('precision for type float must be at least 1 bit', '22023')
  }
  if (bits > 54n) {
    throw t.invalidBefore('precision for type float must be less than 54 bits', '22023')
  }
  return { name: bits <= 24n ? 'FLOAT4' : 'FLOAT8', array: false, spelling: `FLOAT(${bits})` }
}

function decimalType(t: TokenStream): DataType {
  const spelling = t.take().text.toUpperCase()
  if (!t.acceptSymbol('(')) return { name: 'DECIMAL', array: false, spelling }
  const width = Number(t.integer())
  const scale = t.acceptSymbol(',') ? Number(t.integer()) : 0
  t.expectSymbol(')')
  if (scale > width) {
    throw t.invalidBefore(`scale (${scale}) must be between 0 and precision (${width})`, '22023')
  }
  return { name: 'DECIMAL', width, scale, array: false, spelling: `${spelling}(${width},${scale})` }
}

function characterType(t: TokenStream, named: TypeName): DataType {
  let spelling = t.take().text.toUpperCase()
  let name = named
  if (name === 'CHAR' && t.accept('VARYING')) {
    name = 'VARCHAR'
    spelling += ' VARYING'
  }
  if (!t.acceptSymbol('(')) return { name, array: false, spelling }
  const width = Number(t.integer())
  t.expectSymbol(')')
  if (width === 0) throw t.invalidBefore(`length for type ${name} must be at least 1`)
  return { name, width, array: false, spelling: `${spelling}(${width})` }
}

function varbytesType(t: TokenStream): DataType {
  t.take()
  if (!t.acceptSymbol('(')) return { name: 'VARBYTES', array: false, spelling: 'VARBYTES' }
  const width = positiveLength(t)
  return { name: 'VARBYTES', width, array: false, spelling: `VARBYTES(${width})` }
}

function bitType(t: TokenStream): DataType {
  const varying = t.take().keyword?.name === 'VARBIT' || t.accept('VARYING')
  const name = varying ? 'VARBIT' : 'BIT'
  if (!t.acceptSymbol('(')) return { name, array: false, spelling: name }
  const width = positiveLength(t)
  return { name, width, array: false, spelling: `${name}(${width})` }
}

function positiveLength(t: TokenStream): number {
  const width = Number(t.integer())
  t.expectSymbol(')')
  if (width < 1) throw t.invalidBefore('length for type bit must be at least 1', '22023')
  return width
}

function timeType(t: TokenStream): DataType {
  const word = t.take().text.toUpperCase()
  const { type, highest, zoned } = timeTypes[word] ?? { type: 'TIME', highest: 6 }
  let width: number | undefined
  if (t.acceptSymbol('(')) {
    width = Number(t.integer())
    t.expectSymbol(')')
    if (width > highest) throw t.invalidBefore(`precision ${width} out of range`)
  }
  const withZone = zoned !== undefined && acceptZone(t)
  const name = withZone ? (zoned ?? type) : type
  const spelling = width === undefined ? name : `${name}(${width})`
  return width === undefined
    ? { name, array: false, spelling }
    : { name, width, array: false, spelling }
}

/** True for WITH TIME ZONE; WITHOUT TIME ZONE says what is so anyway. */
function acceptZone(t: TokenStream): boolean {
  if (t.sees('WITH', 'TIME')) {
    t.expect('WITH', 'TIME', 'ZONE')
    return true
  }
  if (t.accept('WITHOUT')) t.expect('TIME', 'ZONE')
  return false
}

function intervalType(t: TokenStream): DataType {
  t.take()
  if (t.acceptSymbol('(')) {
    intervalPrecision(t)
    return { name: 'INTERVAL', array: false, spelling: 'INTERVAL' }
  }
  parseIntervalQualifier(t)
  return { name: 'INTERVAL', array: false, spelling: 'INTERVAL' }
}

/** The rest of `(precision)`. */
export function intervalPrecision(t: TokenStream): void {
  const precision = t.integer()
  t.expectSymbol(')')
  if (precision > 6n) throw t.invalidBefore(`precision ${precision} out of range`)
}

const finerFields: Readonly<Record<string, readonly string[]>> = {
  YEAR: ['MONTH'],
  DAY: ['HOUR', 'MINUTE', 'SECOND'],
  HOUR: ['MINUTE', 'SECOND'],
  MINUTE: ['SECOND'],
  MONTH: [],
  SECOND: [],
}

/** `YEAR`, `DAY TO SECOND(3)` and kin, if one is next; the words are the answer. */
export function parseIntervalQualifier(t: TokenStream): string {
  const first = t.acceptAny('YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND')
  if (first === undefined) return ''
  let last: string = first
  if (finerFields[first]?.length && t.accept('TO')) {
    const finer = t.acceptAny(...(finerFields[first] ?? []))
    if (finer === undefined) throw t.unexpected()
    last = finer
  }
  if (last === 'SECOND' && t.acceptSymbol('(')) intervalPrecision(t)
  return last === first ? first : `${first} TO ${last}`
}

/** A type whose name is no keyword, or is in quotes. */
function namedType(t: TokenStream): DataType {
  const { text } = t.peek()
  const name = catalogNames[text]
  if (name !== undefined) {
    t.take()
    return { name, array: false, spelling: text.toUpperCase() }
  }
  if (knownMissing.has(text)) throw t.unimplemented()
  throw t.invalid('type does not exist')
}

/** Types of which there are no arrays. */
const noElements: ReadonlySet<TypeName> = new Set([
  ...(['NVARCHAR', 'NCHAR', 'INT1', 'VARBYTES', 'GEOMETRY', 'CLOB', 'BLOB', 'JSONB'] as const),
])

function withArrayBounds(t: TokenStream, type: DataType): DataType {
  if (t.accept('ARRAY')) {
    if (t.acceptSymbol('[')) {
      t.integer()
      t.expectSymbol(']')
      if (t.seesSymbol('[')) throw t.unimplemented()
    }
  } else if (t.acceptSymbol('[')) {
    if (!t.seesSymbol(']')) t.integer()
    t.expectSymbol(']')
    if (t.seesSymbol('[')) throw t.unimplemented()
  } else return type
  if (noElements.has(type.name)) {
    const message = `unimplemented: arrays of ${type.spelling.toLowerCase()} not allowed`
    throw t.invalidBefore(message, '0A000')
  }
  return { ...type, array: true, spelling: `${type.spelling}[]` }
}
