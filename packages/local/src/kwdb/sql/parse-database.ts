import type { Statement } from './ast.ts'
import { parseComment } from './parse-column.ts'
import { parseDuration, parseRetentions } from './parse-table.ts'
import type { TokenStream } from './token-stream.ts'

/** What stands behind `CREATE TS DATABASE`. */
export function parseCreateTsDatabase(t: TokenStream): Statement {
  const ifNotExists = t.accept('IF', 'NOT', 'EXISTS')
  const name = t.name()
  const retentions = parseRetentions(t)
  let partitionInterval: ReturnType<typeof parseDuration> | undefined
  if (t.accept('PARTITION')) {
    t.expect('INTERVAL')
    partitionInterval = parseDuration(t)
  }
  const comment = parseComment(t)
  return {
    ...{ kind: 'createDatabase', name, timeSeries: true, ifNotExists },
    ...(retentions && { retentions }),
    ...(partitionInterval && { partitionInterval }),
    ...(comment !== undefined && { comment }),
  }
}

/** What stands behind `CREATE DATABASE`. */
export function parseCreateDatabase(t: TokenStream): Statement {
  const ifNotExists = t.accept('IF', 'NOT', 'EXISTS')
  const name = t.name()
  t.accept('WITH')
  for (const option of ['TEMPLATE', 'ENCODING', 'LC_COLLATE', 'LC_CTYPE']) {
    if (!t.accept(option)) continue
    t.acceptSymbol('=')
    t.wordOrString()
  }
  const comment = parseComment(t)
  return {
    ...{ kind: 'createDatabase', name, timeSeries: false, ifNotExists },
    ...(comment !== undefined && { comment }),
  }
}

/** What stands behind `DROP DATABASE`. */
export function parseDropDatabase(t: TokenStream): Statement {
  const ifExists = t.accept('IF', 'EXISTS')
  const name = t.name()
  const behavior = t.acceptAny('CASCADE', 'RESTRICT')
  return { kind: 'dropDatabase', name, ifExists, ...(behavior && { behavior }) }
}

/** What stands behind `ALTER TS DATABASE`. */
export function parseAlterTsDatabase(t: TokenStream): Statement {
  const name = t.name()
  t.expect('SET', 'RETENTIONS')
  t.expectSymbol('=')
  return { kind: 'alterDatabase', name, retentions: parseDuration(t) }
}
