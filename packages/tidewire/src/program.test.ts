import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { sinkProperties, sinkPropertiesFor, testData } from './demo/tutorial.ts'
import { buildProgram } from './program.ts'

const root = resolve(import.meta.dirname, '../../..')

function all(command: Command): Command[] {
  return [command, ...command.commands.flatMap(all)]
}

function pathOf(command: Command): string {
  const parent = command.parent === null ? '' : `${pathOf(command.parent)} `
  return parent + command.name()
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: piece => (text += piece) })
  command.outputHelp()
  return text
}

const commands = all(buildProgram())

describe('the help', () => {
  it.each(commands.map(command => [pathOf(command), command] as const))(
    'of %s has examples that exist',
    (_, command) => {
      const help = helpOf(command)
      expect(help).toMatch(/Examples?:\n {2}\$ /)
      for (const [, line] of help.matchAll(/\$ .*?(tidewire .*)$/gm)) {
        expect(problemOf(line ?? '')).toBeNull()
      }
    },
  )
})

/** What is wrong with a command line, by the command tree alone; nothing runs. */
function problemOf(line: string): string | null {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g)?.slice(1) ?? []
  let command = buildProgram() as Command
  let i = 0
  for (; i < words.length; i += 1) {
    const next = command.commands.find(c => c.name() === words[i])
    if (next === undefined) break
    command = next
  }
  if (command.commands.length > 0 && i < words.length && !words[i]?.startsWith('-')) {
    return `${line}: no command ${words[i]}`
  }
  for (const word of words.slice(i)) {
    if (['|', '<', '>', '#'].includes(word)) break
    if (word === '-daemon' || !/^--?[a-z]/i.test(word)) continue
    if (word === '--help') continue
    const known = command.options.some(o => o.long === word || o.short === word)
    if (!known) return `${line}: no option ${word}`
  }
  return null
}

/** Command lines in a document: in code marks and in code blocks. */
function commandLines(text: string): string[] {
  const marks = [...text.matchAll(/`([^`\n]*\btidewire [^`\n]*)`/g)].map(m => m[1] ?? '')
  const blocks = [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].flatMap(m =>
    (m[1] ?? '').split('\n').filter(line => /^(npx )?tidewire |\| tidewire /.test(line)),
  )
  return [...marks, ...blocks].map(line =>
    line
      .slice(line.lastIndexOf('tidewire '))
      .replace(/ {4,}.*$/, '')
      .replace(/[…`].*$/, ''),
  )
}

describe('the documents', () => {
  const files = [
    'README.md',
    ...globSync('docs/{guide,zh}/*.md', { cwd: root }),
    ...globSync('examples/*/README.md', { cwd: root }),
  ]

  it.each(files)('%s names only commands and options that exist', file => {
    const lines = commandLines(readFileSync(join(root, file), 'utf8'))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.map(problemOf).filter(problem => problem !== null)).toEqual([])
  })

  it('show the configuration of the example', () => {
    const example = readFileSync(join(root, 'examples/tdengine-sink/sink-demo.properties'), 'utf8')
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(example)
    expect(example).toBe(sinkProperties)
  })
})

describe('the tutorial', () => {
  it('has the data of the example', () => {
    const data = readFileSync(join(root, 'examples/tdengine-sink/test-data.txt'), 'utf8')
    expect(data).toBe(testData)
  })

  it('uses the file as it is where TDengine listens on its usual port', () => {
    expect(sinkPropertiesFor(6041)).toBe(sinkProperties)
    expect(sinkPropertiesFor(7041)).toBe(`${sinkProperties}connection.adapter.port=7041\n`)
  })
})
