/** Where an expression stands in the (case-folded) statement. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Binary operators by their SQL spelling. */
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '='
  | '<>'
  | '<'
  | '>'
  | '<='
  | '>='
  | 'and'
  | 'or'
  | 'like'
  | 'not like'
  | 'match'
  | 'nmatch'
  | 'contains'
  | '->'

/** An expression as parsed: names are not resolved, types not known. */
export type Expression = Span &
  (
    | { readonly kind: 'null' }
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'integer'; readonly text: string }
    | { readonly kind: 'float'; readonly text: string }
    | { readonly kind: 'string'; readonly text: string }
    /** `10s`, `1n`, `2w`. */
    | { readonly kind: 'duration'; readonly amount: string; readonly unit: string }
    | { readonly kind: 'parameter'; readonly index: number }
    | { readonly kind: 'column'; readonly table: string | undefined; readonly name: string }
    | { readonly kind: 'star'; readonly table: string | undefined }
    | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'not'; readonly operand: Expression }
    | {
        readonly kind: 'binary'
        readonly operator: BinaryOperator
        readonly left: Expression
        readonly right: Expression
      }
    | { readonly kind: 'is-null'; readonly operand: Expression; readonly not: boolean }
    | {
        readonly kind: 'in'
        readonly operand: Expression
        readonly items: readonly Expression[]
        readonly not: boolean
      }
    | {
        readonly kind: 'between'
        readonly operand: Expression
        readonly low: Expression
        readonly high: Expression
        readonly not: boolean
      }
    | {
        readonly kind: 'case'
        readonly operand: Expression | undefined
        readonly branches: readonly { readonly when: Expression; readonly result: Expression }[]
        readonly otherwise: Expression | undefined
      }
    | { readonly kind: 'cast'; readonly operand: Expression; readonly type: TypeReference }
    | {
        readonly kind: 'function'
        readonly name: string
        readonly args: readonly Expression[]
        /** Table of `t.tbname`, `t._rowts`. */
        readonly table?: string | undefined
      }
    | { readonly kind: 'query'; readonly query: Query }
  )

/** A type in DDL or CAST, not checked yet. */
export interface TypeReference {
  /** Upper case, e.g. `TINYINT UNSIGNED`. */
  readonly name: string
  readonly args: readonly number[]
}

/** A table name, with its database when written. */
export interface TableName extends Span {
  readonly database: string | undefined
  readonly name: string
}

/** One entry of FROM. */
export type TableReference =
  | {
      readonly kind: 'table'
      readonly table: TableName
      readonly alias: string | undefined
    }
  | { readonly kind: 'query'; readonly query: Query; readonly alias: string | undefined }
  | {
      readonly kind: 'join'
      readonly type: 'inner' | 'left' | 'right' | 'full'
      readonly subtype: 'outer' | 'semi' | 'anti' | 'asof' | 'window' | undefined
      readonly left: TableReference
      readonly right: TableReference
      readonly on: Expression | undefined
      readonly jlimit: number | undefined
      readonly windowOffset: readonly [Expression, Expression] | undefined
    }

/** A selected expression. */
export interface SelectItem {
  readonly expression: Expression
  readonly alias: string | undefined
}

/** FILL of a window or INTERP. */
export interface FillClause {
  readonly mode:
    | 'none'
    | 'null'
    | 'null_f'
    | 'value'
    | 'value_f'
    | 'prev'
    | 'next'
    | 'linear'
    | 'near'
  readonly values: readonly Expression[]
}

/** A window clause. */
export type WindowClause =
  | {
      readonly kind: 'interval'
      readonly interval: Expression
      readonly offset: Expression | undefined
      readonly sliding: Expression | undefined
      readonly fill: FillClause | undefined
    }
  | { readonly kind: 'session'; readonly column: Expression; readonly gap: Expression }
  | {
      readonly kind: 'state'
      readonly expression: Expression
      readonly trueFor: Expression | undefined
    }
  | {
      readonly kind: 'event'
      readonly start: Expression
      readonly end: Expression
      readonly trueFor: Expression | undefined
    }
  | { readonly kind: 'count'; readonly count: number; readonly sliding: number | undefined }

/** ORDER BY entry. */
export interface OrderItem {
  readonly expression: Expression
  readonly descending: boolean
  readonly nulls: 'first' | 'last' | undefined
}

/** LIMIT and SLIMIT. */
export interface Limit {
  readonly limit: number
  readonly offset: number
}

/** RANGE, EVERY and FILL of INTERP. */
export interface InterpClause {
  readonly range: readonly Expression[]
  readonly every: Expression | undefined
  readonly fill: FillClause | undefined
}

/** One SELECT. */
export interface Select {
  readonly kind: 'select'
  readonly distinct: boolean
  /** SELECT TAGS: one row per child table. */
  readonly tagsOnly: boolean
  readonly items: readonly SelectItem[]
  readonly from: TableReference | undefined
  readonly where: Expression | undefined
  readonly partitionBy: readonly SelectItem[]
  readonly interp: InterpClause | undefined
  readonly window: WindowClause | undefined
  readonly groupBy: readonly Expression[]
  readonly having: Expression | undefined
  readonly orderBy: readonly OrderItem[]
  readonly slimit: Limit | undefined
  readonly limit: Limit | undefined
}

/** A SELECT or a UNION of two. */
export type Query =
  | Select
  | {
      readonly kind: 'union'
      readonly all: boolean
      readonly left: Query
      readonly right: Query
      readonly orderBy: readonly OrderItem[]
      readonly limit: Limit | undefined
    }

/** A column in DDL. */
export interface ColumnSpec {
  readonly name: string
  readonly type: TypeReference
  readonly key: boolean
  readonly encode: string | undefined
  readonly compress: string | undefined
  readonly level: string | undefined
}

/** USING … TAGS of CREATE TABLE. */
export interface ChildSpec {
  readonly ifNotExists: boolean
  readonly table: TableName
  readonly using: TableName
  readonly tagNames: readonly string[] | undefined
  /** Position of the first tag value, behind the parenthesis; values are read by {@link ../sql/value.ts}. */
  readonly tagsAt: number
  readonly ttl: number
  readonly comment: string | null
}

/** What ALTER TABLE does. */
export type AlterAction =
  | { readonly action: 'add-column' | 'add-tag'; readonly column: ColumnSpec }
  | { readonly action: 'drop-column' | 'drop-tag'; readonly name: string }
  | {
      readonly action: 'modify-column' | 'modify-tag'
      readonly name: string
      readonly type: TypeReference
    }
  | {
      readonly action: 'rename-column' | 'rename-tag'
      readonly name: string
      readonly newName: string
    }
  | {
      readonly action: 'set-tags'
      readonly tags: readonly { readonly name: string; readonly value: Expression }[]
    }
  | {
      readonly action: 'options'
      readonly ttl: number | undefined
      readonly comment: string | undefined
    }
  | {
      readonly action: 'encoding'
      readonly name: string
      readonly column: Pick<ColumnSpec, 'encode' | 'compress' | 'level'>
    }

/** What SHOW shows. */
export interface ShowSpec {
  readonly what: string
  readonly database: string | undefined
  readonly table: TableName | undefined
  readonly like: string | undefined
  /** `normal`, `child`, `user`, `system`, … in front of the object. */
  readonly filter: string | undefined
  /** Columns of SHOW TABLE TAGS. */
  readonly items: readonly SelectItem[]
}

/** A statement. */
export type Statement =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'insert' }
  | { readonly kind: 'delete'; readonly table: TableName; readonly where: Expression | undefined }
  | {
      readonly kind: 'create-database'
      readonly name: string
      readonly ifNotExists: boolean
      readonly options: ReadonlyMap<string, string>
    }
  | {
      readonly kind: 'alter-database'
      readonly name: string
      readonly options: ReadonlyMap<string, string>
    }
  | { readonly kind: 'drop-database'; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: 'use'; readonly name: string }
  | { readonly kind: 'flush-database'; readonly name: string }
  | {
      readonly kind: 'create-table'
      readonly stable: boolean
      readonly ifNotExists: boolean
      readonly table: TableName
      readonly columns: readonly ColumnSpec[]
      readonly tags: readonly ColumnSpec[]
      readonly ttl: number
      readonly comment: string | null
    }
  | { readonly kind: 'create-children'; readonly children: readonly ChildSpec[] }
  | {
      readonly kind: 'drop-table'
      readonly stable: boolean
      readonly tables: readonly { readonly table: TableName; readonly ifExists: boolean }[]
    }
  | {
      readonly kind: 'alter-table'
      readonly stable: boolean
      readonly table: TableName
      readonly action: AlterAction
    }
  | { readonly kind: 'describe'; readonly table: TableName }
  | { readonly kind: 'show'; readonly show: ShowSpec }
  | {
      readonly kind: 'show-create'
      readonly what: 'database' | 'table' | 'stable'
      readonly table: TableName
    }
  | {
      readonly kind: 'create-user'
      readonly name: string
      readonly password: string
      readonly sysinfo: boolean
      readonly createDatabase: boolean
    }
  | {
      readonly kind: 'alter-user'
      readonly name: string
      readonly change: {
        readonly password?: string
        readonly enabled?: boolean
        readonly sysinfo?: boolean
        readonly createDatabase?: boolean
      }
    }
  | { readonly kind: 'drop-user'; readonly name: string }
  | {
      readonly kind: 'create-topic'
      readonly name: string
      readonly ifNotExists: boolean
      readonly withMeta: 'no' | 'yes' | 'only'
      readonly source:
        | { readonly kind: 'select'; readonly query: Query; readonly at: number }
        | {
            readonly kind: 'stable'
            readonly table: TableName
            readonly where: Expression | undefined
            readonly whereAt: number | undefined
          }
        | { readonly kind: 'database'; readonly name: string }
    }
  | {
      readonly kind: 'drop-topic'
      readonly name: string
      readonly ifExists: boolean
      readonly force: boolean
    }
  | {
      readonly kind: 'drop-group'
      readonly group: string
      readonly topic: string
      readonly ifExists: boolean
    }
  | { readonly kind: 'explain'; readonly query: Query }
  | {
      readonly kind: 'grant'
      /** False for REVOKE. */
      readonly grants: boolean
      readonly privileges: readonly string[]
      /** Undefined for every database, empty for the selected one. */
      readonly database: string | undefined
      readonly table: string | undefined
      readonly user: string
    }
  /** A statement that is accepted and does nothing here: settings of a server that has none. */
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'kill'
      readonly what: 'query' | 'connection' | 'transaction'
      readonly id: string
    }
