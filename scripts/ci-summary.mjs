// Adds up vitest's JSON reports and prints the closing line of a CI run.
//   node scripts/ci-summary.mjs FAILED_STEPS REPORT.json…
import { readFileSync } from 'node:fs'

const [steps, ...reports] = process.argv.slice(2)
let passed = 0
let failed = 0
let skipped = 0
for (const path of reports) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'))
    passed += report.numPassedTests
    failed += report.numFailedTests
    skipped += report.numPendingTests + report.numTodoTests
  } catch {
    console.error(`no report at ${path}`)
    failed += 1
  }
}
// A step can fail without a failed test: types, lint, an install, a file that does not load.
if (Number(steps) > 0 && failed === 0) failed = Number(steps)
if (passed === 0) failed += 1
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0
