import { type Outcome, quoteName, SqlClient, type Target } from './client.ts'
import { type Fitting, fittingTable, usualTable } from './fitting-table.ts'
import type { Verdict } from './recording.ts'

/** How one recording came out; `null` as the difference is the same. */
export interface Result {
  readonly group: string
  readonly input: string
  readonly difference: string | null
  /** The server understood the statement and said that it does not carry it out. */
  readonly leftOut: boolean
}

/** What KWDB does with a text. */
type Demand =
  | { readonly kind: 'refused'; readonly sqlState: string }
  | { readonly kind: 'accepted'; readonly answers: number }
  /** The grammar takes it; what the server does with it is not recorded. */
  | { readonly kind: 'understood' }

/** One try of a text, with the tables it needs. */
interface Attempt {
  readonly database: string
  readonly tables: readonly string[]
  readonly before: readonly string[]
  readonly demand: Demand
}

const current = 'tsdb'
/** Databases that the texts make or rename. */
const loose = ['tsdb2', 'TsDb', 'my db', 'db.with.dot', 'reldb', 'benchmark', 'My Db']

/** Tables that the texts of a group read or change. */
const widened = ', c VARCHAR(20), a INT4'
const widenedTags = ', g VARCHAR(30), room VARCHAR(64)'
const others = ['s', 'a', 'b', 'x', 'sys.cpu', 'sys.cpu.nice'].map(name =>
  usualTable(name, 'FLOAT8', widened, widenedTags),
)

const refused = (sqlState: string): Demand => ({ kind: 'refused', sqlState })
const understood: Demand = { kind: 'understood' }
const accepted = ({ tags = [] }: Verdict): Demand => ({ kind: 'accepted', answers: tags.length })

/** Statements that change or answer something which only a running server decides. */
const undecided =
  /RENAME TO|,\s*ADD\b|^DROP TABLE \w+,|DROP DATABASE|""|sys\.cpu\.nice \(|JSON\)|NCHAR\(255\)/i

function attemptsOf(verdict: Verdict): readonly Attempt[] {
  if (verdict.group.startsWith('insert') || verdict.direct) return insertAttempts(verdict)
  const { sql, group, parser, catalog } = verdict
  const known = parser !== 'ok' ? refused(parser.sqlstate) : catalog && refused(catalog.sqlstate)
  const plain = { database: current, before: [], tables: [] }
  if (group === 'create-database') {
    const demand = known ?? (undecided.test(sql) ? understood : accepted(verdict))
    return [{ ...plain, database: 'defaultdb', demand }]
  }
  if (group === 'create-table' || group === 'names') {
    return [{ ...plain, demand: known ?? (undecided.test(sql) ? understood : accepted(verdict)) }]
  }
  if (group === 'alter-table') {
    const columns = /ADD (COLUMN )?"?c\b/i.test(sql) ? ', a INT4' : widened
    const tags = /ADD (TAG|ATTRIBUTE) g/i.test(sql) ? '' : widenedTags
    const renamed = sql.includes('RENAME TAG a') ? ', a INT4, g INT4' : tags
    const data = sql.includes('RENAME TAG a') ? ', c VARCHAR(20)' : columns
    const tables = [usualTable('t', 'FLOAT8', data, renamed)]
    return [
      { ...plain, tables, demand: known ?? (undecided.test(sql) ? understood : accepted(verdict)) },
    ]
  }
  const tables = [usualTable('t', 'FLOAT8', widened, widenedTags), ...others]
  const before = /^(COMMIT|ROLLBACK|SAVEPOINT)/i.test(sql)
    ? ['BEGIN']
    : /^(EXECUTE|DEALLOCATE) p\b/i.test(sql)
      ? ['PREPARE p AS INSERT INTO t (ts, v, host) VALUES ($1, $2, $3)']
      : []
  return [{ ...plain, tables, before, demand: known ?? understood }]
}

/** An INSERT that the grammar refuses is refused without its table as with it. */
function insertAttempts(verdict: Verdict): readonly Attempt[] {
  const { sql, parser, catalog, direct, paths_differ, tags = [] } = verdict
  const { database, table } = targetOf(verdict)
  const fitting = fittingTable(verdict, table)
  const extra = tags.includes('DROP TABLE') || sql.includes('TABLE x') ? [usualTable('x')] : []
  const without: Attempt = { database, tables: extra, before: [], demand: understood }
  const usual = [usualTable(table), ...extra.filter(() => table !== 'x')]
  if (parser !== 'ok') {
    const demand = refused(parser.sqlstate)
    const within = { ...without, tables: fitting ? [fitting.create, ...extra] : usual, demand }
    return paths_differ ? [{ ...without, demand }] : [{ ...without, demand }, within]
  }
  if (catalog) return [{ ...without, tables: usual, demand: refused(catalog.sqlstate) }]
  if (tags.length > 1) return [{ ...without, tables: usual, demand: accepted(verdict) }]
  if (!direct?.rows || !fitting || fitting.refusal === 'open') return [without]
  return [without, { ...without, ...storedOrNot(verdict, fitting, extra) }]
}

function storedOrNot(
  verdict: Verdict,
  { create, refusal }: Fitting,
  extra: readonly string[],
): Pick<Attempt, 'tables' | 'demand'> {
  const demand = refusal === undefined ? accepted(verdict) : refused(refusal)
  return { tables: [create, ...extra], demand }
}

/** The database and table that an INSERT names. */
function targetOf({ sql, direct }: Verdict): { readonly database: string; readonly table: string } {
  const [database = '', table = 't'] = direct?.target ?? []
  // Where a number begins with a point, the recorded names are off by one word.
  if (/[(,]\s*\.\d/.test(sql)) return { database: current, table: 't' }
  return { database: database === '' ? current : database, table }
}

/** Replays every statement, each in databases of its own unless it only reads. */
export async function runVerdicts(
  target: Target,
  verdicts: readonly Verdict[],
): Promise<readonly Result[]> {
  await using admin = await SqlClient.open(target, 'defaultdb')
  const workshop = new Workshop(target, admin)
  const results: Result[] = []
  for (const verdict of verdicts) {
    // Texts that break KWDB's scanner, and bytes that no message can carry.
    if (verdict.direct?.crash || verdict.sql.includes('\0')) continue
    let difference: string | null = null
    let leftOut = false
    for (const attempt of attemptsOf(verdict)) {
      const outcome = await workshop.attempt(attempt, verdict)
      difference ??= differenceOf(outcome, attempt.demand)
      leftOut ||= isLeftOut(outcome) && attempt.demand.kind === 'understood'
    }
    results.push({ group: verdict.group, input: verdict.sql, difference, leftOut })
  }
  return results
}

/** Makes what a text needs, and keeps it for the next one while texts only read. */
class Workshop {
  readonly #target: Target
  readonly #admin: SqlClient
  #standing: string | null = null
  readonly #made = new Set<string>()
  /** Of those that were made, the ones that hold nothing. */
  readonly #empty = new Set<string>()

  constructor(target: Target, admin: SqlClient) {
    this.#target = target
    this.#admin = admin
  }

  async attempt(attempt: Attempt, verdict: Verdict): Promise<Outcome> {
    const reads = verdict.group === 'select' || verdict.group === 'show'
    const wanted = reads ? attempt.tables.join() : null
    if (wanted === null || wanted !== this.#standing) await this.#make(attempt, verdict)
    this.#standing = wanted
    const database = attempt.database === 'defaultdb' ? 'defaultdb' : current
    await using client = await SqlClient.open(this.#target, database)
    await client.prepare(...attempt.before)
    const outcome = await client.run(verdict.sql)
    // What was refused left its databases as empty as they were.
    if (attempt.tables.length > 0 || !('sqlState' in outcome)) this.#empty.clear()
    if (/CLUSTER SETTING/.test(verdict.sql)) {
      await this.#admin.prepare("SET CLUSTER SETTING ts.dedup.rule = 'override'")
    }
    return outcome
  }

  async #make(attempt: Attempt, verdict: Verdict): Promise<void> {
    const { sql, group } = verdict
    const makes = /^\s*CREATE\b.*\bDATABASE\b/i.test(sql)
    const wanted = makes ? [] : [current, attempt.database, ...databasesOf(verdict)]
    const about = group === 'create-database' ? [current, ...loose] : wanted
    for (const name of new Set([...this.#made, ...about])) {
      if (!this.#empty.has(name) || !wanted.includes(name)) await this.#drop(name)
    }
    for (const name of new Set(wanted)) if (!this.#made.has(name)) await this.#create(name)
    if (group === 'other') await this.#admin.prepare('DROP USER IF EXISTS kafka')
    if (/^(GRANT|REVOKE|ALTER USER)/i.test(sql)) await this.#admin.prepare('CREATE USER kafka')
    await using maker = await SqlClient.open(this.#target, attempt.database)
    await maker.prepare(...attempt.tables)
  }

  async #create(name: string): Promise<void> {
    if (name === 'defaultdb') return
    await this.#admin.prepare(`CREATE TS DATABASE ${quoteName(name)}`)
    this.#made.add(name)
    this.#empty.add(name)
  }

  async #drop(name: string): Promise<void> {
    if (name === 'defaultdb') return
    await this.#admin.prepare(`DROP DATABASE IF EXISTS ${quoteName(name)} CASCADE`)
    this.#made.delete(name)
    this.#empty.delete(name)
  }
}

/** Databases that a text of the group about databases changes or chooses. */
function databasesOf({ sql, group }: Verdict): readonly string[] {
  return group === 'create-database' ? loose.filter(name => sql.includes(`"${name}"`)) : []
}

function isLeftOut(outcome: Outcome): boolean {
  return 'sqlState' in outcome && /development server/.test(outcome.message)
}

/** Errors that a server never owes a text which the grammar takes. */
const broken: ReadonlySet<string> = new Set(['42601', 'XX000', '08P01', 'LOST'])

function differenceOf(outcome: Outcome, demand: Demand): string | null {
  const said =
    'sqlState' in outcome
      ? `${outcome.sqlState} ${outcome.message}`
      : `accepted with ${outcome.answers} answers`
  switch (demand.kind) {
    case 'refused': {
      const same = 'sqlState' in outcome && outcome.sqlState === demand.sqlState
      return same ? null : `refused with ${demand.sqlState}, here ${said}`
    }
    case 'accepted': {
      const same = 'answers' in outcome && outcome.answers === demand.answers
      return same ? null : `accepted with ${demand.answers} answers, here ${said}`
    }
    case 'understood':
      return 'sqlState' in outcome && broken.has(outcome.sqlState)
        ? `understood, here ${said}`
        : null
  }
}
