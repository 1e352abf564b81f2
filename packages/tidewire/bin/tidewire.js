#!/usr/bin/env node
// Starts Tidewire on a Node that can run it. Plain JavaScript, because it may be read by an older Node first.
//
// Installed: the built files run on the Node that runs this. In a clone: the sources run, with a Node of at least 24.6
// that is this one, or the platform's Node 24 that `npm ci` has put into node_modules.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { isatty } from 'node:tty'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const condition = '--conditions=@tidewire/source'
const here = realpathSync(fileURLToPath(import.meta.url))
const home = dirname(dirname(here))
const source = join(home, 'src', 'main.ts')
const inClone = !home.includes(`${sep}node_modules${sep}`) && existsSync(source)

function isRecent(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 6)
}

/** The platform's Node 24 in a node_modules above this file, or null. */
function localNode() {
  const os = process.platform === 'win32' ? 'win' : process.platform
  const names = [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`]
  for (let folder = home; ; folder = dirname(folder)) {
    for (const name of names) {
      for (const file of ['bin/node', 'bin/node.exe']) {
        const path = join(folder, 'node_modules', name, file)
        if (existsSync(path)) return path
      }
    }
    if (folder === dirname(folder)) return null
  }
}

/** A folder of the user's own: compiled code must not lie where others may write. */
function cacheFolder() {
  const named = process.env.XDG_CACHE_HOME
  if (named) return join(named, 'tidewire')
  if (process.platform === 'win32') {
    return join(
      process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'),
      'tidewire',
      'cache',
    )
  }
  const caches = process.platform === 'darwin' ? join('Library', 'Caches') : '.cache'
  return join(homedir(), caches, 'tidewire')
}

/**
 * V8 compiles a function after some hundred calls. That pays where a page has to be quick at once. Here the same few
 * functions run millions of times: compiled later, they are compiled once instead of again and again while what they
 * meet is still new, which halves the work of the compilers. A V8 that does not know these flags ignores them.
 */
function compileLater() {
  setFlagsFromString('--invocation-count-for-maglev=4000')
  setFlagsFromString('--invocation-count-for-turbofan=30000')
}

const flags = inClone ? [condition] : []

if (isRecent(process.version)) {
  if (inClone && !process.execArgv.includes(condition)) {
    const args = [...flags, ...process.execArgv, here, ...process.argv.slice(2)]
    if (typeof process.execve === 'function' && process.platform !== 'win32') {
      // Node warns that execve is experimental; the user cannot do anything about it.
      process.removeAllListeners('warning')
      process.execve(process.execPath, [process.execPath, ...args], process.env)
    }
    rerun(process.execPath, args)
  } else {
    compileLater()
    nodeModule.enableCompileCache?.(cacheFolder())
    if (inClone) await import('../src/main.ts')
    else await import('../dist/main.js')
  }
} else {
  const node = localNode()
  if (node === null) {
    console.error(`Tidewire needs Node 24.6 or newer; this is ${process.version}.`)
    console.error('Install Node 24 from nodejs.org, or run `npm ci` in a clone, and try again.')
    process.exitCode = 1
  } else {
    rerun(node, [...flags, here, ...process.argv.slice(2)])
  }
}

function rerun(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  // A terminal sends Ctrl-C to the child as well; sending it twice would ask for a hurried stop.
  const onTerminal = [0, 1, 2].some(descriptor => isatty(descriptor))
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !onTerminal) child.kill(signal)
    })
  }
  child.on('error', error => {
    console.error(`Tidewire could not start ${node}: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1
    else {
      for (const name of signals) process.removeAllListeners(name)
      process.kill(process.pid, signal)
    }
  })
}
