import { writeFileSync } from 'node:fs'
import { reportText } from '../test/conformance/report.ts'
import { measure, totals } from '../test/conformance/run.ts'

// Usage: npm run conformance [-- PATTERN]; with a pattern the differences are printed and no report is written.
const [pattern] = process.argv.slice(2)
const expression =
  pattern === undefined ? undefined : new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
const found = await measure(name => expression?.test(name) ?? true)
const sum = totals(found)
if (expression === undefined) {
  const file = new URL('../docs/reference/conformance.md', import.meta.url)
  writeFileSync(file, reportText(found))
} else {
  const all = [
    ...found.scenarios.flatMap(({ name, checks }) =>
      checks.map(check => ({
        id: `${name}:${check.line}`,
        input: check.what,
        difference: check.difference,
      })),
    ),
    ...found.schemaless,
    ...found.sql,
  ]
  for (const { id, input, difference } of all) {
    if (difference !== null) console.log(`${id} ${input}\n    ${difference}`)
  }
}
for (const [name, { same, all }] of Object.entries(sum)) console.log(`${name} ${same}/${all}`)
