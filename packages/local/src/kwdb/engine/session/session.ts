import type {
  PreparedStatement,
  Session,
  SessionOptions,
  StatementReply,
  TextValue,
} from '../../api.ts'
import { planDefinition } from '../../catalog/define.ts'
import { findDatabase, findTable } from '../../catalog/resolve.ts'
import type { Expression, ParsedStatement, SetVariable, Show, Statement } from '../../sql/ast.ts'
import { parseText } from '../../sql/parse.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import type { DuckKwdbEngine } from '../kwdb-engine.ts'
import { compileQuery } from '../query/compile-query.ts'
import type {
  AnswerTable,
  CompiledQuery,
  ParameterValue,
  QueryEnvironment,
} from '../query/context.ts'
import type { PrintOptions } from '../query/print-value.ts'
import { fieldsOf, type ResultRows, runQuery } from '../query/run-query.ts'
import { sqlTypes } from '../query/sql-type.ts'
import type { Moment } from '../values/timestamp-text.ts'
import { answerReply, done } from './answers.ts'
import { describeParameters } from './describe-insert.ts'
import { printOptions, queryEnvironment } from './environment.ts'
import { type InsertContext, insertDirect, insertOrdinary } from './inserts.ts'
import { executeValues, PreparedStatements } from './prepared-statements.ts'
import { deleteRows, updateTags } from './row-changes.ts'
import { settingText } from './set-value.ts'
import { showAnswer } from './show.ts'
import { tagValuesQuery } from './tag-values.ts'
import { SessionVariables } from './variables.ts'

/** One client's session: which statement goes where, in one switch. What each does is in files of its own. */
export class KwdbSession implements Session {
  readonly #engine: DuckKwdbEngine
  readonly #user: string
  readonly #variables: SessionVariables
  readonly #onClose: () => void
  /** Statements of PREPARE. */
  readonly #prepared = new PreparedStatements()
  /** Results whose rows are still being read. */
  readonly #open = new Set<ResultRows>()
  #status: 'I' | 'T' | 'E' = 'I'

  constructor(engine: DuckKwdbEngine, options: SessionOptions, onClose: () => void) {
    this.#engine = engine
    this.#user = options.user.toLowerCase()
    this.#onClose = onClose
    const isAdmin = engine.catalog.user(this.#user)?.admin ?? false
    this.#variables = new SessionVariables(this.#user, options.database, isAdmin)
    for (const [name, value] of options.parameters) {
      if (name !== 'user' && name !== 'database') this.#variables.takeStartParameter(name, value)
    }
  }

  parameters(): ReadonlyMap<string, string> {
    return this.#variables.reported()
  }

  get transactionStatus(): 'I' | 'T' | 'E' {
    return this.#status
  }

  async *run(text: string, signal: AbortSignal): AsyncIterable<StatementReply> {
    signal.throwIfAborted()
    try {
      if (this.#status !== 'E') {
        const direct = await insertDirect(text, this.#insertContext())
        if (direct !== null) {
          yield direct
          return
        }
      }
      for (const parsed of parseText(text)) {
        const reply = await this.#execute(parsed.statement, parsed.tag, [], [], signal)
        yield reply
        // What comes next must not find the rows of this one half read.
        await reply.rows?.[Symbol.asyncIterator]().return?.()
      }
    } catch (cause) {
      if (this.#status === 'T') this.#status = 'E'
      throw cause
    }
  }

  async prepare(
    text: string,
    parameterOids: readonly number[],
    signal: AbortSignal,
  ): Promise<PreparedStatement | null> {
    signal.throwIfAborted()
    return await this.#failing(async () => {
      const [parsed, ...more] = parseText(text)
      if (parsed === undefined) return null
      if (more.length > 0) {
        throw new SqlError('42601', 'cannot insert multiple commands into a prepared statement')
      }
      const { statement, tag } = parsed
      this.#checkStatus(statement)
      const described = this.#describe(parsed, parameterOids)
      const oids = described.parameterOids
      return {
        ...described,
        execute: (values, executing) =>
          this.#failing(() =>
            this.#execute(statement, tag, values, oids, executing, parameterOids),
          ),
      }
    })
  }

  /** An error fails the transaction that is open. */
  async #failing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      if (this.#status === 'T') this.#status = 'E'
      throw cause
    }
  }

  async close(): Promise<void> {
    for (const rows of this.#open) await rows.return()
    this.#open.clear()
    this.#onClose()
  }

  // -------------------------------------------------------------- description

  #describe(
    parsed: ParsedStatement,
    declared: readonly number[],
  ): Pick<PreparedStatement, 'parameterOids' | 'fields'> {
    const { statement, parameterCount } = parsed
    const oids = Array.from(
      { length: Math.max(parameterCount, declared.length) },
      (_, i) => declared[i] ?? 0,
    )
    const known = () => oids.map(oid => (oid === 0 ? sqlTypes.text.oid : oid))
    if (statement.kind === 'select') {
      const query = compileQuery(statement.query, this.#environment([], oids))
      return { parameterOids: known(), fields: fieldsOf(query.columns) }
    }
    if (statement.kind === 'show') {
      const fields = this.#showFields(statement)
      return { parameterOids: [], fields }
    }
    if (statement.kind === 'insert') describeParameters(statement, oids, this.#insertContext())
    if (statement.kind === 'execute') {
      const prepared = this.#prepared.get(statement.name)
      const { fields } = this.#describe(prepared, [])
      return fields === undefined ? { parameterOids: [] } : { parameterOids: [], fields }
    }
    return { parameterOids: known() }
  }

  #showFields(show: Show) {
    if (show.what === 'tagValues') return fieldsOf(this.#tagValues(show.table.parts).columns)
    return fieldsOf(this.#show(show).columns)
  }

  // -------------------------------------------------------------- execution

  #checkStatus(statement: Statement): void {
    if (this.#status !== 'E') return
    if (['rollback', 'commit', 'rollbackToSavepoint'].includes(statement.kind)) return
    throw new SqlError(
      '25P02',
      'current transaction is aborted, commands ignored until end of transaction block',
    )
  }

  async #execute(
    statement: Statement,
    tag: string,
    values: readonly TextValue[],
    oids: readonly number[],
    signal: AbortSignal,
    declared: readonly number[] = [],
  ): Promise<StatementReply> {
    signal.throwIfAborted()
    this.#checkStatus(statement)
    switch (statement.kind) {
      case 'select':
        return await this.#select(statement.query, values, oids, this.#withTimeout(signal))
      case 'insert':
        return await insertOrdinary(statement, values, declared, this.#insertContext())
      case 'update':
        return await updateTags(this.#engine, statement, this.#environment(values, declared))
      case 'delete':
        return await deleteRows(
          this.#engine,
          statement,
          this.#environment(values, [...oids]),
          signal,
        )
      case 'show':
        if (statement.what === 'tagValues') {
          return this.#track(
            await runQuery(
              this.#engine.store,
              this.#tagValues(statement.table.parts),
              this.#printOptions(),
              signal,
              tag,
            ),
          )
        }
        return answerReply(this.#show(statement), tag)
      case 'setVariable':
        this.#setVariable(statement)
        return done(tag)
      case 'begin':
        if (this.#status !== 'I') {
          throw new SqlError('25001', 'there is already a transaction in progress')
        }
        this.#status = 'T'
        return done(tag)
      case 'commit':
      case 'rollback': {
        const before = this.#status
        this.#status = 'I'
        if (before === 'I') {
          return done(tag, [warning('25P01', 'there is no transaction in progress')])
        }
        return done(before === 'E' ? 'ROLLBACK' : tag)
      }
      case 'prepare':
        this.#prepared.add(statement.name, statement.statement)
        return done(tag)
      case 'execute':
        return await this.#executePrepared(statement.name, statement.parameters, signal)
      case 'deallocate':
        if (statement.name === undefined) this.#prepared.clear()
        else this.#prepared.remove(statement.name)
        return done(tag)
      case 'discard':
        this.#prepared.clear()
        this.#variables.resetAll()
        return done(tag)
      case 'savepoint':
      case 'releaseSavepoint':
      case 'rollbackToSavepoint':
        return this.#savepoint(statement.kind, tag)
      case 'createDatabase':
      case 'dropDatabase':
      case 'alterDatabase':
      case 'renameDatabase':
      case 'createTable':
      case 'alterTable':
      case 'dropTable':
      case 'comment':
      case 'createUser':
      case 'alterUser':
      case 'dropUser':
      case 'grant':
      case 'revoke':
      case 'setClusterSetting':
        await this.#engine.define(() => planDefinition(this.#definitionContext(), statement))
        return done(tag)
      case 'truncate':
        throw new SqlError('0A000', 'TRUNCATE is not supported in timeseries table')
      case 'explain':
        throw notCarriedOut('EXPLAIN')
      case 'unsupported':
        throw notCarriedOut(statement.construct)
    }
  }

  /** Ends a query after `statement_timeout` milliseconds, if they are set. */
  #withTimeout(signal: AbortSignal): AbortSignal {
    const ms = Number(this.#variables.get('statement_timeout'))
    return ms > 0 ? AbortSignal.any([signal, AbortSignal.timeout(ms)]) : signal
  }

  #definitionContext() {
    return {
      catalog: this.#engine.catalog,
      user: this.#user,
      database: this.#variables.database,
      inTransaction: this.#status !== 'I',
      secure: this.#engine.secure,
    }
  }

  #savepoint(kind: string, tag: string): StatementReply {
    if (this.#status === 'I') {
      throw new SqlError('25P01', 'savepoints can only be used inside transactions')
    }
    if (kind === 'rollbackToSavepoint') this.#status = 'T'
    return done(tag)
  }

  // -------------------------------------------------------------- queries

  #now(): Moment {
    const ms = Date.now()
    const seconds = Math.floor(ms / 1000)
    return {
      seconds: BigInt(seconds),
      nanos: (ms - seconds * 1000) * 1_000_000,
      zone: this.#variables.zone,
    }
  }

  #environment(parameters: readonly ParameterValue[], oids: readonly number[]): QueryEnvironment {
    return queryEnvironment({
      catalog: this.#engine.catalog,
      user: this.#user,
      variables: this.#variables,
      now: this.#now(),
      parameters,
      parameterOids: oids as number[],
      answer: statement => this.#answerOf(statement),
    })
  }

  #printOptions(): PrintOptions {
    return printOptions(this.#variables)
  }

  async #select(
    query: Parameters<typeof compileQuery>[0],
    values: readonly TextValue[],
    oids: readonly number[],
    signal: AbortSignal,
  ): Promise<StatementReply> {
    const engine = this.#engine
    for (;;) {
      const { version } = engine
      const compiled = compileQuery(query, this.#environment(values, [...oids]))
      try {
        return this.#track(await runQuery(engine.store, compiled, this.#printOptions(), signal))
      } catch (cause) {
        // A table that has changed since the query was compiled is not as storage has it.
        await engine.settled()
        if (engine.version === version || signal.aborted) throw cause
      }
    }
  }

  /** Closes the rows with the session, should nobody read them to their end. */
  #track(reply: Awaited<ReturnType<typeof runQuery>>): StatementReply {
    for (const rows of this.#open) if (rows.ended) this.#open.delete(rows)
    this.#open.add(reply.rows)
    return reply
  }

  #answerOf(statement: Statement): AnswerTable {
    if (statement.kind !== 'show' || statement.what === 'tagValues') {
      throw notCarriedOut(`[${statement.kind}] in FROM`)
    }
    return this.#show(statement)
  }

  #show(show: Exclude<Show, { what: 'tagValues' }>): AnswerTable {
    return showAnswer(show, {
      catalog: this.#engine.catalog,
      user: this.#user,
      variables: this.#variables,
      transactionState: this.#status === 'I' ? 'NoTxn' : this.#status === 'T' ? 'Open' : 'Aborted',
    })
  }

  /** The tags of all series. */
  #tagValues(parts: readonly string[]): CompiledQuery {
    return compileQuery(
      tagValuesQuery(findTable(this.#engine.catalog, { parts }, this.#variables.database), parts),
      this.#environment([], []),
    )
  }

  // -------------------------------------------------------------- changes of rows

  #insertContext(): InsertContext {
    return {
      engine: this.#engine,
      user: this.#user,
      variables: this.#variables,
      now: this.#now(),
    }
  }

  async #executePrepared(
    name: string,
    parameters: readonly Expression[],
    signal: AbortSignal,
  ): Promise<StatementReply> {
    const prepared = this.#prepared.get(name, parameters.length)
    const { values, oids } = executeValues(parameters, this.#environment([], []))
    return await this.#execute(prepared.statement, prepared.tag, values, oids, signal, oids)
  }

  // -------------------------------------------------------------- variables

  #setVariable({ name, values }: SetVariable): void {
    if (values.length === 0) {
      if (name === 'all') this.#variables.resetAll()
      else this.#variables.reset(name)
      return
    }
    const value = values.map(item => settingText(item, name)).join(', ')
    if (name === 'database' && value !== '') findDatabase(this.#engine.catalog, value)
    this.#variables.set(name, value)
  }
}

function warning(sqlState: string, message: string) {
  return { severity: 'WARNING', sqlState, message }
}
