import { cell, percent } from '../report.ts'
import type { Share } from '../run.ts'
import type { KwdbConformance } from './run.ts'
import type { Result } from './verdicts.ts'

const share = (results: readonly Result[]): Share => ({
  same: results.filter(({ difference }) => difference === null).length,
  all: results.length,
})

/** The totals of a measurement, statements by their group. */
export function kwdbTotals({ verdicts, times, values }: KwdbConformance): Record<string, Share> {
  const groups = Map.groupBy(verdicts, ({ group }) => group)
  return {
    ...Object.fromEntries([...groups].map(([group, results]) => [group, share(results)])),
    'all statements': share(verdicts),
    'times in columns of each precision': share(times),
    'literals in columns of each type': share(values),
  }
}

/** The part of docs/reference/conformance.md about KWDB. */
export function kwdbReportText(found: KwdbConformance): string {
  const rows = Object.entries(kwdbTotals(found)).map(
    ([name, value]) => `| ${name} | ${value.same} | ${value.all} | ${percent(value)} |`,
  )
  const differences = Object.values(found)
    .flat()
    .filter(({ difference }) => difference !== null)
    .map(({ input, difference }) => `| ${cell(input.slice(0, 120))} | ${cell(difference ?? '')} |`)
  const leftOut = found.verdicts
    .filter(result => result.leftOut)
    .map(({ input }) => `- \`${cell(input.slice(0, 120))}\``)
  return [
    '## KWDB',
    '',
    "The recordings in `test/golden/kwdb` are the verdicts of KWDB's own parser, fast insert scanner and literal",
    'conversion, version 3.2.1. A statement is the same when it is refused with the SQLSTATE recorded, or accepted with as',
    'many answers; where only a running server could tell, when it is not taken for a syntax error. Texts that break',
    "KWDB's scanner or that no message can carry are left out.",
    '',
    '| | same | of | |',
    '|---|---|---|---|',
    ...rows,
    '',
    '### Differences from KWDB',
    '',
    ...(differences.length === 0
      ? ['None.']
      : ['| input | difference |', '|---|---|', ...differences]),
    '',
    '### Understood and not carried out',
    '',
    'KWDB carries these out; the development server answers SQLSTATE 0A000 and says so.',
    '',
    ...leftOut,
    '',
  ].join('\n')
}
