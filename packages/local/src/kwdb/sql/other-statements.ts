import type { Statement } from './ast.ts'
import { SqlError } from './sql-error.ts'
import { compilePattern, matchPattern, type SyntaxPattern } from './syntax-pattern.ts'
import type { TokenStream } from './token-stream.ts'

/** Parts that several statements share. */
const shared: Readonly<Record<string, string>> = {
  '%options':
    '[ WITH OPTIONS ( { { COMMENT | <name> | <text> } [ = <value> ] } ,.. ) | WITH { { COMMENT | <name> | <text> } [ = <value> ] } ,.. ]',
  '%list': '{ { COMMENT | <name> | <text> } [ = <value> ] } ,..',
  '%index': '<table> [ @ <any> ]',
  '%cascade': '[ CASCADE | RESTRICT ]',
  '%exists': '[ IF EXISTS ]',
  '%absent': '[ IF NOT EXISTS ]',
  '%columns': '[ ( <names> ) ]',
  '%targets': '{ DATABASE <names> | TABLE <table> ,.. | <table> ,.. }',
  '%files': '{ <value> | ( <value> ,.. ) }',
  '%at': '[ AS OF SYSTEM TIME <expression> ]',
  '%zone':
    'CONFIGURE ZONE { { = | TO } <expression> | DISCARD | USING { DEFAULT | REBALANCE | { <setting> = { COPY FROM PARENT | ON | <expression> } } ,.. } }',
  '%expressions': '( <expression> ,.. )',
  '%role': '{ USER | ROLE | GROUP }',
  '%sequence':
    '{ { CYCLE | NO CYCLE | OWNED BY NONE | OWNED BY <setting> | CACHE <number> | INCREMENT [ BY ] <number> | MINVALUE <number> | NO MINVALUE | MAXVALUE <number> | NO MAXVALUE | START [ WITH ] <number> | VIRTUAL } .. }',
  '%indexed':
    '( { <expression> [ ASC | DESC ] } ,.. ) [ USING HASH WITH BUCKET_COUNT = <expression> ] [ { COVERING | STORING | INCLUDE } ( <names> ) ]',
  '%audit': '{ TABLE <table> | VIEW <table> | <any> }',
  '%schedule':
    '[ WITH SCHEDULE OPTIONS ( { { COMMENT | <name> | <text> } [ = <value> ] } ,.. ) | WITH SCHEDULE OPTIONS { { COMMENT | <name> | <text> } [ = <value> ] } ,.. ]',
  '%cron': 'RECURRING { NEVER | <text> | <parameter> }',
}

/**
 * Statements of KWDB's grammar that this server recognises and does not carry out: the construct
 * as messages name it, its tag, and its syntax.
 */
const statements: readonly (readonly [construct: string, syntax: string])[] = [
  ['ALTER INDEX', 'ALTER INDEX %exists %index RENAME TO <any>'],
  [
    'ALTER INDEX',
    'ALTER INDEX %index { %zone | SCATTER <rest> | SPLIT AT <query> [ WITH EXPIRATION <expression> ] | UNSPLIT ALL | UNSPLIT AT <query> }',
  ],
  ['ALTER VIEW', 'ALTER [ MATERIALIZED ] VIEW %exists <table> RENAME TO <table>'],
  ['ALTER SEQUENCE', 'ALTER SEQUENCE %exists <table> { RENAME TO <table> | %sequence }'],
  ['ALTER DATABASE CONFIGURE ZONE', 'ALTER DATABASE <name> %zone'],
  ['ALTER RANGE', 'ALTER RANGE <any> %zone'],
  [
    'ALTER PARTITION',
    'ALTER PARTITION <any> OF { TABLE <table> | INDEX <table> [ @ { * | <any> } ] } %zone',
  ],
  ['ALTER TABLE CONFIGURE ZONE', 'ALTER TABLE <table> %zone'],
  ['SPLIT', 'ALTER TABLE <table> SPLIT AT <query> [ WITH EXPIRATION <expression> ]'],
  ['UNSPLIT', 'ALTER TABLE <table> UNSPLIT { ALL | AT <query> }'],
  ['SCATTER', 'ALTER TABLE <table> SCATTER [ FROM %expressions TO %expressions ]'],
  [
    'RELOCATE',
    'ALTER TABLE <table> { TESTING_RELOCATE | EXPERIMENTAL_RELOCATE } [ LEASE ] <query>',
  ],
  ['ALTER SCHEDULE', 'ALTER SCHEDULE %exists <name> %cron %schedule'],
  ['ALTER STREAM', 'ALTER STREAM <name> SET { OPTIONS ( %list ) | %list }'],
  ['ALTER PROCEDURE', 'ALTER PROCEDURE <table> COMMENT IS { <text> | NULL }'],
  ['RENAME TRIGGER', 'ALTER TRIGGER <name> ON <table> RENAME TO <name>'],
  ['ALTER AUDIT', 'ALTER AUDIT %exists <name> { ENABLE | DISABLE | RENAME TO <name> }'],
  ['BACKUP', 'BACKUP [ %targets ] TO %files %at [ INCREMENTAL FROM <value> ,.. ] %options'],
  ['RESTORE', 'RESTORE [ %targets ] FROM { %files } ,.. %at %options'],
  ['CALL PROCEDURE', 'CALL <table> ( [ <expression> ,.. ] )'],
  ['CANCEL QUERIES', 'CANCEL { QUERY %exists <expression> | QUERIES %exists <query> }'],
  ['CANCEL SESSIONS', 'CANCEL { SESSION %exists <expression> | SESSIONS %exists <query> }'],
  ['CANCEL JOBS', 'CANCEL { JOB <expression> | JOBS <query> }'],
  ['PAUSE', 'PAUSE { JOB <expression> | JOBS <query> | SCHEDULE %exists <name> }'],
  ['RESUME', 'RESUME { JOB <expression> | JOBS <query> | SCHEDULE %exists <name> }'],
  ['COMMENT ON INDEX', 'COMMENT ON INDEX %index IS { <text> | NULL }'],
  ['COMMENT ON PROCEDURE', 'COMMENT ON PROCEDURE <table> IS { <text> | NULL }'],
  ['COPY', 'COPY <table> %columns FROM STDIN %options'],
  [
    'CREATE INDEX',
    'CREATE [ UNIQUE ] [ INVERTED ] INDEX [ CONCURRENTLY ] [ IF NOT EXISTS <any> | <name> ] ON <table> [ USING <name> ] %indexed',
  ],
  [
    'CREATE VIEW',
    'CREATE [ TEMPORARY | TEMP | MATERIALIZED ] VIEW %absent <table> %columns AS <query>',
  ],
  ['CREATE SEQUENCE', 'CREATE [ TEMPORARY | TEMP ] SEQUENCE %absent <table> [ %sequence ]'],
  ['CREATE SCHEMA', 'CREATE SCHEMA %absent <name>'],
  [
    'CREATE STATISTICS',
    'CREATE STATISTICS <name> [ ON <names> | ON \\[ <integer> ,.. \\] ] FROM { <table> | \\[ <integer> \\] } [ WITH OPTIONS { THROTTLING <decimal> | AS OF SYSTEM TIME <expression> | COLLECT_SORTED_HISTOGRAM } .. | AS OF SYSTEM TIME <expression> ]',
  ],
  ['CREATE CHANGEFEED', 'CREATE CHANGEFEED FOR [ TABLE ] <table> ,.. [ INTO <value> ] %options'],
  ['CREATE CHANGEFEED', 'EXPERIMENTAL CHANGEFEED FOR [ TABLE ] <table> ,.. %options'],
  [
    'CREATE SCHEDULE',
    'CREATE SCHEDULE [ IF NOT EXISTS <value> | <value> ] FOR SQL <text> %cron %schedule',
  ],
  ['CREATE STREAM', 'CREATE STREAM %absent <name> INTO <table> %options AS <query>'],
  [
    'CREATE FUNCTION',
    'CREATE FUNCTION <name> ( [ { <name> <type> } ,.. ] ) RETURNS <type> LANGUAGE LUA BEGIN <text> END',
  ],
  [
    'CREATE PROCEDURE',
    'CREATE PROCEDURE <table> ( [ { <name> <type> } ,.. ] ) { <text> | [ LABEL <name> : ] BEGIN <rest> }',
  ],
  [
    'CREATE TRIGGER',
    'CREATE TRIGGER %absent <name> { BEFORE | AFTER } { INSERT | DELETE | UPDATE } ON <table> FOR EACH ROW [ { FOLLOWS | PRECEDES } <name> ] <rest>',
  ],
  [
    'CREATE AUDIT',
    'CREATE AUDIT %absent <name> ON %audit FOR { ALL | { CREATE | GRANT | SELECT | <name> } ,.. } TO { ALL | <names> } [ WITH <expression> ] [ WHENEVER { ALL | SUCCESS | FAIL } ] [ ACTION <expression> ] [ LEVEL <expression> ]',
  ],
  ['DROP VIEW', 'DROP [ MATERIALIZED ] VIEW %exists <table> ,.. %cascade'],
  ['DROP SEQUENCE', 'DROP SEQUENCE %exists <table> ,.. %cascade'],
  ['DROP INDEX', 'DROP INDEX [ CONCURRENTLY ] %exists { %index } ,.. %cascade'],
  ['DROP SCHEMA', 'DROP SCHEMA %exists <names> %cascade'],
  ['DROP STREAM', 'DROP STREAM %exists <name>'],
  ['DROP TRIGGER', 'DROP TRIGGER %exists <name> ON <table>'],
  ['DROP PROCEDURE', 'DROP PROCEDURE %exists <table>'],
  ['DROP FUNCTION', 'DROP FUNCTION <names>'],
  ['DROP AUDIT', 'DROP AUDIT %exists <names>'],
  ['DROP SCHEDULE', 'DROP { SCHEDULE %exists <name> | SCHEDULES %exists <query> }'],
  [
    'EXPORT',
    'EXPORT { INTO <name> <value> FROM { DATABASE <name> | <query> } %options | { CLUSTER SETTING | USERS } TO <name> <value> }',
  ],
  ['IMPORT', 'IMPORT TABLE CREATE USING <value> [ <name> DATA ( <value> ,.. ) ] %options'],
  ['IMPORT', 'IMPORT { DATABASE | INTO <table> %columns } <name> DATA ( <value> ,.. ) %options'],
  ['IMPORT', 'IMPORT { CLUSTER SETTING | USERS } <name> DATA ( <value> ,.. )'],
  [
    'SCRUB',
    'EXPERIMENTAL SCRUB { DATABASE <name> | TABLE <table> } %at [ WITH OPTIONS { { INDEX | CONSTRAINT } { ALL | ( <names> ) } | PHYSICAL } ,.. ]',
  ],
  ['REBALANCE', 'REBALANCE TS DATA [ FROM TABLE <table> ]'],
  ['VACUUM', 'VACUUM TS DATABASES [ AGGREGATE ONLY ]'],
  ['REFRESH MATERIALIZED VIEW', 'REFRESH MATERIALIZED VIEW <table>'],
  ['SHOW APPLICATIONS', 'SHOW APPLICATIONS'],
  ['SHOW BACKUP', 'SHOW BACKUP [ SCHEMAS | RANGES | FILES ] <value> %options'],
  ['SHOW CONSTRAINTS', 'SHOW { CONSTRAINT | CONSTRAINTS } FROM <table>'],
  ['SHOW CREATE PROCEDURE', 'SHOW CREATE PROCEDURE <table>'],
  ['SHOW CREATE TRIGGER', 'SHOW CREATE TRIGGER <name> ON <table>'],
  [
    'SHOW CLUSTER SETTINGS',
    'SHOW { CLUSTER SETTINGS | ALL CLUSTER SETTINGS | PUBLIC CLUSTER SETTINGS }',
  ],
  ['SHOW DISTRIBUTION', 'SHOW DISTRIBUTION FROM { DATABASE <name> | TABLE <table> }'],
  ['SHOW EXPERIMENTAL_FINGERPRINTS', 'SHOW EXPERIMENTAL_FINGERPRINTS FROM TABLE <table>'],
  [
    'SHOW HISTOGRAM',
    'SHOW { HISTOGRAM <integer> | SORT_HISTOGRAM { <integer> | FOR TABLE <table> } }',
  ],
  [
    'SHOW INDEXES',
    'SHOW { INDEX | INDEXES | KEYS } FROM { DATABASE <name> | <table> } [ WITH COMMENT ]',
  ],
  [
    'SHOW PARTITIONS',
    'SHOW PARTITIONS FROM { TABLE <table> | DATABASE <name> | INDEX <table> [ @ { * | <any> } ] }',
  ],
  [
    'SHOW JOBS',
    'SHOW { AUTOMATIC JOBS | JOBS [ WHEN COMPLETE <query> | FOR SCHEDULE <name> | WHERE <expression> | <query> ] | JOB [ WHEN COMPLETE ] <expression> }',
  ],
  ['SHOW QUERIES', 'SHOW [ ALL ] [ CLUSTER | LOCAL ] QUERIES'],
  ['SHOW SESSIONS', 'SHOW [ ALL ] [ CLUSTER | LOCAL ] SESSIONS'],
  ['SHOW RANGES', 'SHOW RANGES FROM { TABLE <table> | INDEX %index | DATABASE <name> }'],
  ['SHOW RANGE', 'SHOW RANGE FROM { TABLE <table> | INDEX %index } FOR ROW %expressions'],
  ['SHOW ROLES', 'SHOW ROLES'],
  ['SHOW SAVEPOINT STATUS', 'SHOW SAVEPOINT STATUS'],
  ['SHOW SCHEDULES', 'SHOW { SCHEDULES | SCHEDULE <name> }'],
  ['SHOW SEQUENCES', 'SHOW SEQUENCES [ FROM <name> ]'],
  ['SHOW STATISTICS', 'SHOW STATISTICS [ USING JSON ] FOR TABLE <table>'],
  ['SHOW STREAMS', 'SHOW { STREAMS | STREAM <name> }'],
  ['SHOW SYNTAX', 'SHOW SYNTAX <text>'],
  ['SHOW TABLES', 'SHOW TEMPLATE TABLES'],
  ['SHOW PROCEDURES', 'SHOW PROCEDURES [ FROM <name> [ . <name> ] ] [ WITH COMMENT ]'],
  ['SHOW TRIGGERS', 'SHOW TRIGGERS FROM <table>'],
  ['SHOW TRACE FOR SESSION', 'SHOW [ COMPACT ] [ KV | EXPERIMENTAL_REPLICA ] TRACE FOR SESSION'],
  ['SHOW TRANSACTION', 'SHOW TRANSACTION { ISOLATION LEVEL | PRIORITY }'],
  [
    'SHOW ZONE CONFIGURATION',
    'SHOW { ZONE CONFIGURATIONS | ALL ZONE CONFIGURATIONS | ZONE CONFIGURATION FOR { RANGE <any> | DATABASE <name> | TABLE <table> [ PARTITION <any> ] | INDEX %index [ PARTITION <any> ] | PARTITION <any> OF { TABLE <table> | INDEX %index } } }',
  ],
  ['SHOW AUDITS', 'SHOW AUDITS [ ON %audit [ FOR <names> ] ] [ TO <names> ]'],
  ['SHOW FUNCTIONS', 'SHOW { FUNCTIONS | FUNCTION <name> }'],
]

/** Beginnings of statements that KWDB's grammar knows only to say that they are missing. */
const missing: readonly string[] = [
  ...['AGGREGATE', 'CAST', 'CONSTRAINT TRIGGER', 'CONVERSION', 'DEFAULT CONVERSION', 'EXTENSION'],
  ...['FOREIGN TABLE', 'FOREIGN DATA', 'OPERATOR', 'PUBLICATION', 'RULE', 'SERVER', 'TYPE'],
  ...['SUBSCRIPTION', 'TEXT', 'DOMAIN', 'LANGUAGE', 'COLLATION'],
  'RECURSIVE',
]

interface OtherStatement {
  readonly construct: string
  readonly pattern: SyntaxPattern
}

let compiled: ReadonlyMap<string, readonly OtherStatement[]> | undefined

/** The statements by their first word. */
function otherStatements(): ReadonlyMap<string, readonly OtherStatement[]> {
  if (compiled) return compiled
  const byWord = new Map<string, OtherStatement[]>()
  for (const [construct, syntax] of statements) {
    const full = syntax.replace(/%[a-z]+/g, name => shared[name] ?? name)
    const [word = ''] = syntax.split(' ')
    const list = byWord.get(word) ?? []
    list.push({
      construct,
      pattern: compilePattern(full.replace(/%[a-z]+/g, name => shared[name] ?? name)),
    })
    byWord.set(word, list)
  }
  compiled = byWord
  return byWord
}

/**
 * Recognises a statement that this server does not carry out. Throws `SqlError` where the tokens
 * leave the grammar, at the furthest place that any statement reached.
 */
export function parseOtherStatement(t: TokenStream): Statement {
  const word = t.peek().keyword?.name ?? ''
  const place = t.place
  let furthest: SqlError | undefined
  for (const { construct, pattern } of otherStatements().get(word) ?? []) {
    try {
      matchPattern(t, pattern)
      if (!endsStatement(t)) throw t.unexpected()
      return { kind: 'unsupported', construct }
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      if ((error.position ?? 0) > (furthest?.position ?? -1)) furthest = error
      t.returnTo(place)
    }
  }
  if (word === 'CREATE' || word === 'DROP') refuseMissing(t)
  throw furthest ?? t.unexpected()
}

/** A statement within another ends at its bracket. */
function endsStatement(t: TokenStream): boolean {
  return t.atEnd || t.seesSymbol(')') || t.seesSymbol(']')
}

function refuseMissing(t: TokenStream): void {
  const known = missing.some(words => t.sees(t.peek().keyword?.name ?? '', ...words.split(' ')))
  if (known) throw t.unimplemented()
}
