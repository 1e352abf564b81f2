/**
 * The statements of KWDB's SQL as a tree. Names are as the server compares them: unquoted ones
 * folded to lower case, quoted ones as written. One file: the types refer to each other in circles, and are no code.
 */

/** A name of one to three parts: `t`, `db.t` or `schema.t`, `db.schema.t`. */
export interface ObjectName {
  readonly parts: readonly string[]
}

/** Canonical names of the types that the grammar knows. */
export type TypeName =
  | 'BOOL'
  | 'INT1'
  | 'INT2'
  | 'INT4'
  | 'INT8'
  | 'FLOAT4'
  | 'FLOAT8'
  | 'DECIMAL'
  | 'CHAR'
  | 'NCHAR'
  | 'VARCHAR'
  | 'NVARCHAR'
  | 'STRING'
  | 'BYTES'
  | 'VARBYTES'
  | 'BLOB'
  | 'CLOB'
  | 'GEOMETRY'
  | 'DATE'
  | 'TIME'
  | 'TIMETZ'
  | 'TIMESTAMP'
  | 'TIMESTAMPTZ'
  | 'INTERVAL'
  | 'JSONB'
  | 'UUID'
  | 'INET'
  | 'BIT'
  | 'VARBIT'
  | 'SERIAL'
  | 'OTHER'

/** A type as written in DDL or in a cast. */
export interface DataType {
  readonly name: TypeName
  /** Length (characters or bytes, by type) or, for times, precision; absent when not written. */
  readonly width?: number
  /** Only `DECIMAL(p, s)`. */
  readonly scale?: number
  readonly array: boolean
  /** Words as written, upper case, for messages; for `OTHER` the only name there is. */
  readonly spelling: string
}

// ---------------------------------------------------------------- expressions

/** An expression. */
export type Expression =
  | NumberLiteral
  | StringLiteral
  | BytesLiteral
  | BitsLiteral
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'default' }
  | { readonly kind: 'placeholder'; readonly index: number }
  | { readonly kind: 'variable'; readonly name: string }
  | ColumnReference
  | Star
  | UnaryExpression
  | BinaryExpression
  | { readonly kind: 'and'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | IsTest
  | BetweenTest
  | InTest
  | QuantifiedComparison
  | CastExpression
  | FunctionCall
  | CaseExpression
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'arrayQuery'; readonly query: Query }
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'subscript'; readonly operand: Expression; readonly index: Expression }
  | { readonly kind: 'collate'; readonly operand: Expression; readonly locale: string }

/** Digits as written; a sign is a unary expression unless it could be folded into the number. */
export interface NumberLiteral {
  readonly kind: 'number'
  readonly text: string
  /** No fraction, no exponent. Hexadecimal integers keep their `0x`. */
  readonly integer: boolean
}

/** `'…'`, `e'…'` or `$$…$$`. */
export interface StringLiteral {
  readonly kind: 'string'
  readonly value: string
}

/** `b'…'` or `x'…'`. */
export interface BytesLiteral {
  readonly kind: 'bytes'
  readonly value: Uint8Array
}

/** `B'0101'`. */
export interface BitsLiteral {
  readonly kind: 'bits'
  readonly digits: string
}

/** A name in an expression. */
export interface ColumnReference {
  readonly kind: 'column'
  /** `c`, `t.c`, `db.t.c` or `db.schema.t.c`. */
  readonly parts: readonly string[]
}

/** `*` or `t.*`. */
export interface Star {
  readonly kind: 'star'
  readonly table: readonly string[]
}

/** An operator before its operand. */
export interface UnaryExpression {
  readonly kind: 'unary'
  readonly operator: '-' | '+' | '~'
  readonly operand: Expression
}

/** Operators between two operands. */
export type BinaryOperator =
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '^'
  | '||'
  | '&'
  | '|'
  | '#'
  | '<<'
  | '>>'
  | 'LIKE'
  | 'NOT LIKE'
  | 'ILIKE'
  | 'NOT ILIKE'
  | 'SIMILAR TO'
  | 'NOT SIMILAR TO'
  | '~'
  | '!~'
  | '~*'
  | '!~*'
  | 'IS DISTINCT FROM'
  | 'IS NOT DISTINCT FROM'
  | '->'
  | '->>'
  | '#>'
  | '#>>'
  | '#-'
  | '@>'
  | '<@'
  | '?'
  | '?|'
  | '?&'
  | '&&'
  | '<<='
  | '>>='

/** An operator between two operands. */
export interface BinaryExpression {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  /** Of LIKE and its kin. */
  readonly escape?: Expression
}

/** `x IS [NOT] NULL | TRUE | FALSE | UNKNOWN | NAN`; UNKNOWN means NULL. */
export interface IsTest {
  readonly kind: 'is'
  readonly operand: Expression
  readonly not: boolean
  readonly what: 'NULL' | 'TRUE' | 'FALSE' | 'NAN'
}

/** `x [NOT] BETWEEN a AND b`. */
export interface BetweenTest {
  readonly kind: 'between'
  readonly operand: Expression
  readonly not: boolean
  readonly symmetric: boolean
  readonly low: Expression
  readonly high: Expression
}

/** `x [NOT] IN (…)`. */
export interface InTest {
  readonly kind: 'in'
  readonly operand: Expression
  readonly not: boolean
  readonly among: readonly Expression[] | Query
}

/** `x = ANY (…)` and kin. */
export interface QuantifiedComparison {
  readonly kind: 'quantified'
  readonly operator: BinaryOperator
  readonly quantifier: 'ANY' | 'ALL'
  readonly left: Expression
  readonly right: Expression
}

/** `x::t`, `CAST(x AS t)`, and `TIMESTAMP '…'`, `INTERVAL '…'` and kin. */
export interface CastExpression {
  readonly kind: 'cast'
  readonly operand: Expression
  readonly type: DataType
}

/** `f(…)`, with what may follow it. */
export interface FunctionCall {
  readonly kind: 'call'
  /** Lower case, e.g. `["count"]` or `["pg_catalog", "format_type"]`. `CURRENT_USER` and kin are calls. */
  readonly name: readonly string[]
  readonly arguments: readonly Expression[]
  readonly distinct: boolean
  readonly filter?: Expression
  readonly orderBy?: readonly OrderItem[]
  readonly over?: WindowSpecification
}

/** `OVER (…)`; only the parts that were written. */
export interface WindowSpecification {
  readonly name?: string
  readonly partitionBy: readonly Expression[]
  readonly orderBy: readonly OrderItem[]
  /** The frame clause as written, e.g. `ROWS BETWEEN 1 PRECEDING AND CURRENT ROW`. */
  readonly frame?: string
}

/** `CASE … END`. */
export interface CaseExpression {
  readonly kind: 'case'
  readonly operand?: Expression
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[]
  readonly otherwise?: Expression
}

// ---------------------------------------------------------------- queries

/** An item of ORDER BY. */
export interface OrderItem {
  readonly expression: Expression
  readonly descending: boolean
  readonly nulls?: 'FIRST' | 'LAST'
}

/** A query with WITH, ORDER BY and LIMIT around its body. */
export interface Query {
  readonly with: readonly CommonTable[]
  readonly body: QueryBody
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expression
  readonly offset?: Expression
  /** `FOR UPDATE` and kin were written. */
  readonly locking: boolean
}

/** A query of WITH. */
export interface CommonTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly query: Query
}

/** What a query is made of. */
export type QueryBody =
  | SelectCore
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
  | SetOperation
  | { readonly kind: 'nested'; readonly query: Query }

/** `SELECT … FROM … WHERE … GROUP BY … HAVING …`. */
export interface SelectCore {
  readonly kind: 'core'
  readonly distinct: boolean
  readonly distinctOn: readonly Expression[]
  readonly items: readonly SelectItem[]
  readonly from: readonly FromItem[]
  readonly where?: Expression
  readonly groupBy: readonly Expression[]
  readonly having?: Expression
  readonly windows: readonly { readonly name: string; readonly window: WindowSpecification }[]
  /** `AS OF SYSTEM TIME …` of the whole statement. */
  readonly asOf?: Expression
}

/** An item of the select list. */
export interface SelectItem {
  readonly expression: Expression
  readonly alias?: string
}

/** `UNION`, `INTERSECT` or `EXCEPT`. */
export interface SetOperation {
  readonly kind: 'set'
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT'
  readonly all: boolean
  readonly left: Query
  readonly right: Query
}

/** `AS t (a, b)`. */
export interface TableAlias {
  readonly name: string
  readonly columns: readonly string[]
}

/** An item of FROM. */
export type FromItem =
  | { readonly kind: 'table'; readonly name: ObjectName; readonly alias?: TableAlias }
  | { readonly kind: 'query'; readonly query: Query; readonly alias?: TableAlias }
  | { readonly kind: 'function'; readonly call: FunctionCall; readonly alias?: TableAlias }
  /** `[SHOW …]`, the answer of a statement as a table. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly alias?: TableAlias }
  | Join

/** A join. */
export interface Join {
  readonly kind: 'join'
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS'
  readonly natural: boolean
  readonly left: FromItem
  readonly right: FromItem
  readonly on?: Expression
  readonly using: readonly string[]
}

// ---------------------------------------------------------------- statements

/** A length of time as DDL writes it, e.g. `10d`. */
export interface Duration {
  readonly count: bigint
  readonly unit: 'ns' | 'us' | 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mon' | 'y'
}

/** A column of CREATE TABLE. */
export interface ColumnDefinition {
  readonly name: string
  readonly type: DataType
  /** Absent when neither NULL nor NOT NULL was written. */
  readonly nullable?: boolean
  readonly default?: Expression
  readonly comment?: string
  /** What no time-series column may have, in the order written, e.g. `PRIMARY KEY`. */
  readonly constraints: readonly string[]
}

/** A tag of CREATE TABLE. */
export interface TagDefinition {
  readonly name: string
  readonly type: DataType
  readonly nullable?: boolean
  readonly comment?: string
}

/** `CREATE [TS] DATABASE`. */
export interface CreateDatabase {
  readonly kind: 'createDatabase'
  readonly name: string
  readonly timeSeries: boolean
  readonly ifNotExists: boolean
  readonly retentions?: Duration
  readonly partitionInterval?: Duration
  readonly comment?: string
}

/** `CREATE TABLE`. */
export interface CreateTable {
  readonly kind: 'createTable'
  readonly name: ObjectName
  readonly ifNotExists: boolean
  readonly sparse: boolean
  readonly columns: readonly ColumnDefinition[]
  /** Table constraints, indexes and families, in words, e.g. `PRIMARY KEY`. */
  readonly constraints: readonly string[]
  /** Absent for a relational table. */
  readonly tags?: readonly TagDefinition[]
  readonly primaryTags: readonly string[]
  readonly retentions?: Duration
  readonly comment?: string
  readonly hash?: number
}

/** What ALTER TABLE does. */
export type AlterAction =
  | { readonly kind: 'addColumn'; readonly ifNotExists: boolean; readonly column: ColumnDefinition }
  | { readonly kind: 'addTag'; readonly tag: TagDefinition }
  | {
      readonly kind: 'dropColumn'
      readonly ifExists: boolean
      readonly name: string
    }
  | { readonly kind: 'dropTag'; readonly name: string }
  | { readonly kind: 'alterColumnType'; readonly name: string; readonly type: DataType }
  | { readonly kind: 'alterTagType'; readonly name: string; readonly type: DataType }
  | { readonly kind: 'renameColumn'; readonly name: string; readonly to: string }
  | { readonly kind: 'renameTag'; readonly name: string; readonly to: string }
  | { readonly kind: 'renameTable'; readonly to: ObjectName }
  | { readonly kind: 'setRetentions'; readonly retentions: Duration }
  | { readonly kind: 'setDefault'; readonly name: string; readonly default: Expression | null }
  /** Parses in KWDB; in words, for the message. */
  | { readonly kind: 'unsupported'; readonly construct: string }

/** `ALTER TABLE`. */
export interface AlterTable {
  readonly kind: 'alterTable'
  readonly name: ObjectName
  readonly ifExists: boolean
  readonly actions: readonly AlterAction[]
}

/** An item of the list of INSERT WITHOUT SCHEMA. */
export interface SchemalessItem {
  readonly name: string
  readonly type: DataType
  readonly role: 'column' | 'tag'
}

/** An INSERT as the grammar reads it; `DirectInsert` is the other reading. */
export interface Insert {
  readonly kind: 'insert'
  readonly table: ObjectName
  /** Empty when no list was given. */
  readonly columns: readonly string[]
  /** Present for INSERT WITHOUT SCHEMA, empty when it has no list. */
  readonly withoutSchema?: readonly SchemalessItem[]
  readonly source:
    | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
    | { readonly kind: 'query'; readonly query: Query }
    | { readonly kind: 'defaultValues' }
  /** `ON CONFLICT`, `RETURNING`, `UPSERT`: not on time-series tables. */
  readonly upsert: boolean
  readonly onConflict: boolean
  readonly returning: boolean
}

/** `UPDATE`. */
export interface Update {
  readonly kind: 'update'
  readonly table: ObjectName
  readonly assignments: readonly { readonly name: string; readonly value: Expression }[]
  readonly where?: Expression
}

/** `DELETE`. */
export interface Delete {
  readonly kind: 'delete'
  readonly table: ObjectName
  readonly where?: Expression
}

/** What GRANT gives. */
export type Privilege =
  | 'ALL'
  | 'CREATE'
  | 'DROP'
  | 'GRANT'
  | 'SELECT'
  | 'INSERT'
  | 'DELETE'
  | 'UPDATE'
  | 'ZONECONFIG'

/** What a privilege is on. A table name whose last part is `*` means all tables of a database. */
export type GrantTarget =
  | { readonly kind: 'databases'; readonly names: readonly string[] }
  | { readonly kind: 'tables'; readonly names: readonly ObjectName[] }

/** `GRANT` and `REVOKE`. */
export interface Grant {
  readonly kind: 'grant' | 'revoke'
  readonly privileges: readonly Privilege[]
  readonly on: GrantTarget
  readonly users: readonly string[]
}

/** `CREATE | ALTER USER` (or ROLE). A password of `null` means no password. */
export interface UserStatement {
  readonly kind: 'createUser' | 'alterUser'
  readonly name: string
  readonly ifNotExists: boolean
  readonly ifExists: boolean
  readonly role: boolean
  readonly password?: Expression
  readonly validUntil?: Expression
  readonly login?: boolean
}

/** What SHOW shows. */
export type Show =
  | { readonly what: 'databases'; readonly comment: boolean }
  | { readonly what: 'schemas'; readonly database?: string }
  | { readonly what: 'tables'; readonly from: readonly string[]; readonly comment: boolean }
  | { readonly what: 'columns'; readonly table: ObjectName; readonly comment: boolean }
  | { readonly what: 'tags'; readonly table: ObjectName }
  | { readonly what: 'tagValues'; readonly table: ObjectName }
  | { readonly what: 'createTable'; readonly table: ObjectName }
  | { readonly what: 'createDatabase'; readonly database: string }
  | { readonly what: 'retentions'; readonly table: ObjectName }
  | { readonly what: 'users' }
  | { readonly what: 'grants'; readonly on?: GrantTarget; readonly users: readonly string[] }
  /** `SHOW timezone`, `SHOW TIME ZONE`; the name may be unknown. */
  | { readonly what: 'variable'; readonly name: string }
  /** `SHOW ALL`. */
  | { readonly what: 'variables' }
  | { readonly what: 'clusterSetting'; readonly name: string }
  | { readonly what: 'transactionStatus' }

/** `SHOW …`. */
export type ShowStatement = { readonly kind: 'show' } & Show

/** `SET x = …`, `SET TIME ZONE …`, `USE …`, `RESET …`. No values means DEFAULT. */
export interface SetVariable {
  readonly kind: 'setVariable'
  /** Lower case; `timezone` for TIME ZONE, `database` for USE. */
  readonly name: string
  readonly values: readonly Expression[]
}

/** `SET CLUSTER SETTING x = …`. */
export interface SetClusterSetting {
  readonly kind: 'setClusterSetting'
  readonly name: string
  /** Absent for DEFAULT. */
  readonly value?: Expression
}

/** A statement. */
export type Statement =
  | CreateDatabase
  | {
      readonly kind: 'dropDatabase'
      readonly name: string
      readonly ifExists: boolean
      readonly behavior?: 'CASCADE' | 'RESTRICT'
    }
  | {
      readonly kind: 'alterDatabase'
      readonly name: string
      readonly retentions?: Duration
    }
  | { readonly kind: 'renameDatabase'; readonly name: string; readonly to: string }
  | CreateTable
  | AlterTable
  | {
      readonly kind: 'dropTable'
      readonly names: readonly ObjectName[]
      readonly ifExists: boolean
      readonly behavior?: 'CASCADE' | 'RESTRICT'
    }
  | { readonly kind: 'comment'; readonly on: CommentTarget; readonly text: string | null }
  | { readonly kind: 'truncate'; readonly names: readonly ObjectName[] }
  | Insert
  | Update
  | Delete
  | { readonly kind: 'select'; readonly query: Query }
  | { readonly kind: 'explain'; readonly statement: Statement }
  | ShowStatement
  | SetVariable
  | SetClusterSetting
  | { readonly kind: 'begin' }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'savepoint'; readonly name: string }
  | { readonly kind: 'releaseSavepoint'; readonly name: string }
  | { readonly kind: 'rollbackToSavepoint'; readonly name: string }
  | {
      readonly kind: 'prepare'
      readonly name: string
      readonly types: readonly DataType[]
      readonly statement: ParsedStatement
    }
  | {
      readonly kind: 'execute'
      readonly name: string
      readonly parameters: readonly Expression[]
    }
  /** Absent name: all. */
  | { readonly kind: 'deallocate'; readonly name?: string }
  | { readonly kind: 'discard' }
  | UserStatement
  | { readonly kind: 'dropUser'; readonly names: readonly string[]; readonly ifExists: boolean }
  | Grant
  /** Parses in KWDB, not carried out here; `construct` names it in the message. */
  | { readonly kind: 'unsupported'; readonly construct: string }

/** What COMMENT ON is about. */
export type CommentTarget =
  | { readonly kind: 'database'; readonly name: string }
  | { readonly kind: 'table'; readonly name: ObjectName }
  | { readonly kind: 'column'; readonly table: ObjectName; readonly name: string }

/** One statement of a text. */
export interface ParsedStatement {
  readonly statement: Statement
  /** Its own part of the text. */
  readonly text: string
  /** Command tag without counts, e.g. `INSERT`, `CREATE TABLE`. */
  readonly tag: string
  /** Highest `$n`. */
  readonly parameterCount: number
}
