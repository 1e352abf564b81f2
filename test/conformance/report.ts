import { type Conformance, type Share, totals } from './run.ts'

/** A share in per cent, for a table. */
export const percent = ({ same, all }: Share) =>
  all === 0 ? '–' : `${((100 * same) / all).toFixed(1)} %`
/** Text as the cell of a table. */
export const cell = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('`', "'").replace(/\s+/g, ' ')

/** The part of docs/reference/conformance.md about TDengine. */
export function reportText(found: Conformance): string {
  const sum = totals(found)
  const rows = (
    [
      ['answers in scenarios', sum.checks],
      ['scenarios, same in every answer', sum.scenarios],
      ['schemaless cases', sum.schemaless],
      ['SQL cases', sum.sql],
    ] as const
  ).map(([name, value]) => `| ${name} | ${value.same} | ${value.all} | ${percent(value)} |`)
  const scenarios = found.scenarios.map(({ name, checks }) => {
    const same = checks.filter(check => check.difference === null).length
    return `| ${name} | ${same === checks.length ? 'same' : 'differs'} | ${same}/${checks.length} |`
  })
  const differences = [
    ...found.scenarios.flatMap(({ name, checks }) =>
      checks.flatMap(({ line, what, difference }) =>
        difference === null ? [] : [`| ${name}:${line} | ${cell(what)} | ${cell(difference)} |`],
      ),
    ),
    ...[...found.schemaless, ...found.sql].flatMap(({ id, input, difference }) =>
      difference === null ? [] : [`| ${id} | ${cell(input.slice(0, 120))} | ${cell(difference)} |`],
    ),
  ]
  return [
    '## TDengine',
    '',
    'The recordings in `test/golden/tdengine` are of TDengine 3.3.7.5 with taosAdapter 3.3.7.5. What belongs to one run only',
    '(times, ids, WAL offsets) is not compared.',
    '',
    '| | same | of | |',
    '|---|---|---|---|',
    ...rows,
    '',
    '### Scenarios',
    '',
    '| scenario | | answers |',
    '|---|---|---|',
    ...scenarios,
    '',
    '### Differences',
    '',
    ...(differences.length === 0
      ? ['None.']
      : ['| where | request | difference |', '|---|---|---|', ...differences]),
    '',
  ].join('\n')
}
