// Runs a tool on Node 24, whatever Node started npm.
//
//   node scripts/node24.mjs vitest run        a tool of node_modules/.bin
//   node scripts/node24.mjs script.ts …       a script, with Node's own flags before it
//   node scripts/node24.mjs --link            restores node_modules/.bin/node (npm 10 deletes it)
//
// The platform's Node 24 is an optional dependency of the workspace, so no install script is needed.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

function isRecent(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 6)
}

/** The path of a Node of at least 24.6, or null. */
export function findNode24() {
  if (isRecent(process.version)) return process.execPath
  const os = process.platform === 'win32' ? 'win' : process.platform
  for (const name of [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`]) {
    for (const sub of ['bin/node', 'bin/node.exe']) {
      const path = join(root, 'node_modules', name, sub)
      if (existsSync(path)) return path
    }
  }
  return null
}

function link(node) {
  const bin = join(root, 'node_modules', '.bin')
  if (process.platform === 'win32' || node === process.execPath) return
  mkdirSync(bin, { recursive: true })
  const target = join(bin, 'node')
  rmSync(target, { force: true })
  symlinkSync(relative(bin, node), target)
}

/** The JavaScript file behind a command of node_modules, or null when the name is no such command. */
function scriptOf(tool) {
  const require = createRequire(join(root, 'package.json'))
  const names = { biome: '@biomejs/biome', tsc: 'typescript' }
  try {
    const manifest = join(root, 'node_modules', names[tool] ?? tool, 'package.json')
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
    const file = typeof bin === 'string' ? bin : bin[tool]
    return require.resolve(join(dirname(manifest), file))
  } catch {
    return null
  }
}

const args = process.argv.slice(2)
const node = findNode24()
if (args[0] === '--link') {
  if (node !== null) link(node)
} else if (node === null) {
  console.error(`Tidewire needs Node 24.6 or newer; this is ${process.version}.`)
  console.error(
    'No Node 24 package exists for this platform: install Node 24 from nodejs.org and try again.',
  )
  process.exitCode = 1
} else {
  const script = scriptOf(args[0] ?? '')
  const command = script === null ? args : [script, ...args.slice(1)]
  const path = `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`
  const child = spawn(node, command, { stdio: 'inherit', env: { ...process.env, PATH: path } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1
  })
}
