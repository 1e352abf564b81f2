// Types, lint, unused code and unit tests: everything that must hold before a commit, in under a minute.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const launcher = join(root, 'scripts', 'node24.mjs')

const steps = [
  ['types', ['tsc', '-b']],
  ['lint', ['biome', 'ci', '--reporter=summary', '.']],
  ['unused code', ['knip', '--no-progress']],
  ['unit tests', ['vitest', 'run', '--config', 'vitest.unit.config.ts', ...process.argv.slice(2)]],
]

for (const [name, args] of steps) {
  const started = performance.now()
  const { status } = spawnSync(process.execPath, [launcher, ...args], {
    stdio: 'inherit',
    cwd: root,
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (status !== 0) {
    console.error(`check: ${name} failed after ${seconds} s`)
    process.exit(status ?? 1)
  }
  console.log(`check: ${name} passed in ${seconds} s`)
}
