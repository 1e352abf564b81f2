import type { ColumnDefinition, CreateTable, Duration, TagDefinition } from './ast.ts'
import {
  parseBracketedExpression,
  parseBuckets,
  parseColumn,
  parseComment,
  parseReferenceEnd,
} from './parse-column.ts'
import { parseExpression, parseRestrictedExpression } from './parse-expression.ts'
import { parseQuery, seesQuery } from './parse-query.ts'
import { parseType } from './parse-type.ts'
import type { TokenStream } from './token-stream.ts'

const units: Readonly<Record<string, Duration['unit']>> = {
  s: 's',
  second: 's',
  m: 'm',
  minute: 'm',
  h: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
  w: 'w',
  week: 'w',
  mon: 'mon',
  month: 'mon',
  y: 'y',
  year: 'y',
  ms: 'ms',
  millisecond: 'ms',
  us: 'us',
  microsecond: 'us',
  ns: 'ns',
  nanosecond: 'ns',
}

/** A number and a unit, e.g. `10d` or `10 day`. */
export function parseDuration(t: TokenStream): Duration {
  const count = t.integer(64)
  const word = t.peek()
  const unit = word.keyword ? units[word.text] : undefined
  if (unit === undefined) throw t.unexpected()
  t.take()
  return { count, unit }
}

/** `RETENTIONS n unit`, with the levels that KWDB's grammar allows behind it. */
export function parseRetentions(t: TokenStream): Duration | undefined {
  if (!t.accept('RETENTIONS')) return undefined
  const retentions = parseDuration(t)
  if (!t.acceptSymbol(',')) return retentions
  t.leaveOut('RETENTIONS with downsampling')
  t.commaList(() => {
    parseDuration(t)
    t.expectSymbol(':')
    parseDuration(t)
  })
  t.expect('SAMPLE')
  t.commaList(() => {
    if (t.acceptAny('FIRST', 'LAST', 'LAST_ROW') === undefined) identifier(t)
    if (t.acceptSymbol('(')) {
      identifier(t)
      t.expectSymbol(')')
    }
  })
  return retentions
}

function identifier(t: TokenStream): void {
  if (t.peek().kind !== 'name') throw t.unexpected()
  t.take()
}

/** What stands behind `CREATE [temporary] [SPARSE] TABLE`. */
export function parseCreateTable(t: TokenStream, sparse: boolean): CreateTable {
  const ifNotExists = t.accept('IF', 'NOT', 'EXISTS')
  const name = t.tableName()
  const empty = { kind: 'createTable', name, ifNotExists, sparse, primaryTags: [] } as const
  if (t.accept('LIKE')) {
    t.leaveOut('CREATE TABLE … LIKE')
    t.tableName()
    parseOnCommit(t)
    parseComment(t)
    return { ...empty, columns: [], constraints: [] }
  }
  const elements = tryElements(t)
  if (!elements) {
    parseTableAs(t)
    return { ...empty, columns: [], constraints: [] }
  }
  if (t.acceptAny('TAGS', 'ATTRIBUTES')) return parseTags(t, { ...empty, ...elements })
  return parseRelationalEnd(t, { ...empty, ...elements })
}

type Elements = Pick<CreateTable, 'columns' | 'constraints'>

/** `( columns, constraints )`; undefined, and nothing taken, for CREATE TABLE … AS. */
function tryElements(t: TokenStream): Elements | undefined {
  if (!t.seesSymbol('(')) return undefined
  const place = t.place
  t.take()
  // `(a, b) AS SELECT`: names without types.
  if (t.seesName() && (t.seesSymbol(',', 1) || t.seesSymbol(')', 1) || seesAsQualifier(t))) {
    t.returnTo(place)
    return undefined
  }
  const columns: ColumnDefinition[] = []
  const constraints: string[] = []
  while (!t.seesSymbol(')')) {
    const constraint = tryConstraint(t)
    if (constraint !== undefined) constraints.push(constraint)
    else columns.push(parseColumn(t))
    if (!t.acceptSymbol(',')) break
    if (t.seesSymbol(')')) throw t.unexpected()
  }
  t.expectSymbol(')')
  return { columns, constraints }
}

function seesAsQualifier(t: TokenStream): boolean {
  const word = t.peek(1).keyword?.name
  return (word === 'PRIMARY' && t.peek(2).keyword?.name === 'KEY') || word === 'FAMILY'
}

// ---------------------------------------------------------------- elements that are no columns

/** A constraint, index or family of the table, in words; undefined when a column is next. */
export function tryConstraint(t: TokenStream): string | undefined {
  if (t.sees('LIKE')) {
    t.take()
    t.tableName()
    throw t.unimplemented()
  }
  const named = t.accept('CONSTRAINT')
  if (named) t.name()
  const constraint = tryPlainConstraint(t) ?? (named ? undefined : tryIndex(t))
  if (named && constraint === undefined) throw t.unexpected()
  return constraint
}

function tryPlainConstraint(t: TokenStream): string | undefined {
  if (t.accept('CHECK')) {
    parseBracketedExpression(t)
    parseDeferrable(t)
    return 'CHECK'
  }
  if (t.sees('UNIQUE') && t.peek(1).keyword?.name !== 'INDEX') {
    t.take()
    parseIndexColumns(t)
    parseIndexEnd(t)
    parseDeferrable(t)
    return 'UNIQUE'
  }
  if (t.accept('PRIMARY')) {
    t.expect('KEY')
    parseIndexColumns(t)
    if (t.accept('USING')) parseBuckets(t)
    parseInterleave(t)
    return 'PRIMARY KEY'
  }
  if (t.accept('FOREIGN')) {
    t.expect('KEY')
    t.bracketedList(() => t.name())
    t.expect('REFERENCES')
    t.tableName()
    if (t.seesSymbol('(')) t.bracketedList(() => t.name())
    parseReferenceEnd(t)
    parseDeferrable(t)
    return 'FOREIGN KEY'
  }
  if (t.sees('EXCLUDE', 'USING')) throw t.unimplemented()
  return undefined
}

function tryIndex(t: TokenStream): string | undefined {
  if (t.sees('INDEX') || t.sees('UNIQUE', 'INDEX')) {
    t.accept('UNIQUE')
    t.take()
    if (t.seesName()) t.name()
    parseIndexColumns(t)
    if (t.accept('USING')) parseBuckets(t)
    parseIndexEnd(t)
    return 'INDEX'
  }
  if (t.accept('INVERTED', 'INDEX')) {
    if (t.seesName()) t.name()
    parseIndexColumns(t)
    return 'INVERTED INDEX'
  }
  if (t.accept('FAMILY')) {
    if (t.seesName()) t.name()
    t.bracketedList(() => t.name())
    return 'FAMILY'
  }
  return undefined
}

/** `( column [ASC | DESC], … )`. */
export function parseIndexColumns(t: TokenStream): void {
  t.bracketedList(() => {
    parseExpression(t)
    t.acceptAny('ASC', 'DESC')
    if (t.accept('NULLS') && t.acceptAny('FIRST', 'LAST') === undefined) throw t.unexpected()
  })
}

/** `[STORING (…)] [INTERLEAVE …] [PARTITION BY …]`. */
export function parseIndexEnd(t: TokenStream): void {
  if (t.acceptAny('COVERING', 'STORING', 'INCLUDE')) t.bracketedList(() => t.name())
  parseInterleave(t)
  if (t.sees('PARTITION')) parsePartitionBy(t)
}

function parseInterleave(t: TokenStream): void {
  if (!t.accept('INTERLEAVE')) return
  t.expect('IN', 'PARENT')
  t.tableName()
  t.bracketedList(() => t.name())
  t.acceptAny('CASCADE', 'RESTRICT')
}

function parseDeferrable(t: TokenStream): void {
  if (t.seesAny('DEFERRABLE', 'INITIALLY')) throw t.unimplemented()
}

/** `PARTITION BY …`. */
export function parsePartitionBy(t: TokenStream): void {
  t.expect('PARTITION', 'BY')
  if (t.accept('NOTHING')) return
  const method = t.acceptAny('LIST', 'RANGE', 'HASHPOINT', 'HASH')
  if (method === undefined) throw t.unexpected()
  if (method !== 'HASHPOINT') t.bracketedList(() => t.name())
  t.bracketedList(() => {
    t.expect('PARTITION')
    t.anyWord()
    t.expect('VALUES')
    parsePartitionValues(t, method)
    if (method !== 'HASHPOINT' && t.sees('PARTITION', 'BY')) parsePartitionBy(t)
  })
}

function parsePartitionValues(t: TokenStream, method: string): void {
  const list = () =>
    t.bracketedList(() => (method === 'HASHPOINT' ? t.integer() : parseExpression(t)))
  const range = method === 'RANGE' || (method === 'HASHPOINT' && t.sees('FROM'))
  if (range) {
    t.expect('FROM')
    list()
    t.expect('TO')
    list()
    return
  }
  t.expect('IN')
  if (method !== 'HASHPOINT') {
    list()
    return
  }
  t.expectSymbol('[')
  t.commaList(() => t.integer())
  t.expectSymbol(']')
}

// ---------------------------------------------------------------- behind the columns

/** What a time-series table has behind TAGS. */
function parseTags(t: TokenStream, table: Omit<CreateTable, 'tags'>): CreateTable {
  const tags = t.bracketedList(() => parseTag(t))
  t.expect('PRIMARY')
  if (t.acceptAny('TAGS', 'ATTRIBUTES') === undefined) throw t.unexpected()
  const primaryTags = t.bracketedList(() => t.name())
  const retentions = parseRetentions(t)
  const comment = parseComment(t)
  const hash = parseHash(t)
  return {
    ...table,
    tags,
    primaryTags,
    ...(retentions && { retentions }),
    ...(comment !== undefined && { comment }),
    ...(hash !== undefined && { hash }),
  }
}

/** `name type [[NOT] NULL] [COMMENT …]`. */
export function parseTag(t: TokenStream): TagDefinition {
  const name = t.name()
  const type = parseType(t)
  let nullable: boolean | undefined
  if (t.accept('NOT')) {
    t.expect('NULL')
    nullable = false
  } else if (t.accept('NULL')) nullable = true
  const comment = parseComment(t)
  return {
    name,
    type,
    ...(nullable !== undefined && { nullable }),
    ...(comment !== undefined && { comment }),
  }
}

function parseHash(t: TokenStream): number | undefined {
  if (!t.accept('WITH')) return undefined
  t.expect('HASH')
  t.expectSymbol('(')
  const hash = t.signedInteger()
  t.expectSymbol(')')
  if (hash < 1n || hash > 50000n) {
    throw t.invalidBefore(`The hash num ${hash} must be > 0 and <= 50000.`)
  }
  return Number(hash)
}

/** What a relational table may have behind its columns. */
function parseRelationalEnd(t: TokenStream, table: CreateTable): CreateTable {
  parseInterleave(t)
  if (t.sees('PARTITION')) parsePartitionBy(t)
  parseStorage(t)
  if (t.sees('AS')) {
    // Columns with types cannot have a query behind them.
    throw t.unexpected()
  }
  parseOnCommit(t)
  const comment = parseComment(t)
  return { ...table, ...(comment !== undefined && { comment }) }
}

function parseStorage(t: TokenStream): void {
  if (t.accept('WITHOUT')) {
    t.expect('OIDS')
    return
  }
  if (!t.accept('WITH')) return
  if (t.sees('OIDS')) throw t.unimplemented()
  t.bracketedList(() => {
    if (t.peek().kind === 'string') t.take()
    else t.name()
    t.expectSymbol('=')
    parseRestrictedExpression(t)
  })
}

function parseOnCommit(t: TokenStream): void {
  if (!t.accept('ON')) return
  t.expect('COMMIT')
  if (t.seesAny('DELETE', 'DROP')) throw t.unimplemented()
  t.expect('PRESERVE', 'ROWS')
}

/** `[(names)] [WITH (…)] AS query [WITH DATA]`. */
function parseTableAs(t: TokenStream): void {
  t.leaveOut('CREATE TABLE … AS')
  if (t.seesSymbol('(')) {
    t.bracketedList(() => {
      if (t.accept('PRIMARY')) {
        t.expect('KEY')
        t.bracketedList(() => t.name())
      } else if (t.accept('FAMILY')) {
        if (t.seesName()) t.name()
        t.bracketedList(() => t.name())
      } else {
        t.name()
        while (t.accept('PRIMARY', 'KEY') || t.accept('FAMILY')) if (t.seesName()) t.name()
      }
    })
  }
  parseStorage(t)
  t.expect('AS')
  if (!seesQuery(t)) throw t.unexpected()
  parseQuery(t)
  if (t.accept('WITH')) {
    if (t.sees('NO')) throw t.unimplemented()
    t.expect('DATA')
  }
  parseOnCommit(t)
  parseComment(t)
}
