import { TDengineDevServer } from '@tidewire/local/tdengine'
import { type CaseResult, runSchemalessCases, runSqlCases } from './cases.ts'
import { scenarioNames } from './recording.ts'
import { runScenario, type ScenarioResult } from './scenario.ts'

/** Everything that was measured. */
export interface Conformance {
  readonly scenarios: readonly ScenarioResult[]
  readonly schemaless: readonly CaseResult[]
  readonly sql: readonly CaseResult[]
}

/** Replays all recordings against a development server of its own. */
export async function measure(only: (name: string) => boolean = () => true): Promise<Conformance> {
  await using server = await TDengineDevServer.start()
  const target = { host: server.host, port: server.port }
  const scenarios: ScenarioResult[] = []
  for (const name of scenarioNames()) {
    if (only(name)) scenarios.push(await runScenario(target, name))
  }
  return {
    scenarios,
    schemaless: only('schemaless-cases') ? await runSchemalessCases(target) : [],
    sql: only('sql-cases') ? await runSqlCases(target) : [],
  }
}

/** How many of how many are the same. */
export interface Share {
  readonly same: number
  readonly all: number
}

const share = (list: readonly { readonly difference: string | null }[]): Share => ({
  same: list.filter(one => one.difference === null).length,
  all: list.length,
})

/** The totals of a measurement. */
export function totals(found: Conformance): {
  readonly checks: Share
  readonly scenarios: Share
  readonly schemaless: Share
  readonly sql: Share
} {
  const whole = found.scenarios.map(({ checks }) => ({
    difference: checks.every(check => check.difference === null) ? null : 'some',
  }))
  return {
    checks: share(found.scenarios.flatMap(({ checks }) => checks)),
    scenarios: share(whole),
    schemaless: share(found.schemaless),
    sql: share(found.sql),
  }
}
