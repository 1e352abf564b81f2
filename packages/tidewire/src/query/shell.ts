import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { stateFolder } from '../local/user-folders.ts'
import type { QueryTarget } from './query-target.ts'
import { type PrintOptions, printError } from './statement-runner.ts'
import { StatementSplitter } from './statement-splitter.ts'

const historySize = 1000

/** The file of the shell's history; passwords in statements are the reason that only the user can read it. */
function historyFile(): string {
  return process.env.TIDEWIRE_HISTORY ?? join(stateFolder(), 'query_history')
}

/** Lines of the history, newest first, as readline wants them. */
async function readHistory(): Promise<string[]> {
  const text = await readFile(historyFile(), 'utf8').catch(() => '')
  const lines = text.split('\n').filter(line => line !== '')
  if (lines.length > historySize * 2) {
    await writeFile(historyFile(), `${lines.slice(-historySize).join('\n')}\n`)
  }
  return lines.slice(-historySize).toReversed()
}

/** True for statements that carry a password; they are not remembered. */
function isSensitive(line: string): boolean {
  return /\b(pass|password|identified)\b/i.test(line)
}

async function remember(line: string): Promise<void> {
  if (isSensitive(line)) return
  await mkdir(dirname(historyFile()), { recursive: true })
  await appendFile(historyFile(), `${line}\n`, { mode: 0o600 })
  await chmod(historyFile(), 0o600)
}

const help = `
  quit, exit, \\q     leave
  clear              clear the screen
  history            print the history
  … ;                run a statement; it may span lines
  … \\G               run it and print each row below the other
  Ctrl-C             give up the statement that is typed or running
`

/** The interactive shell: statements end with `;`, Ctrl-C interrupts, Ctrl-D leaves. */
export async function runShell(target: QueryTarget, options: PrintOptions): Promise<void> {
  const { prompt, continued } = target
  process.stdout.write(
    `Tidewire query shell. Server version: ${target.serverVersion}. Statements end with ";". Type help for help, quit to leave.\n\n`,
  )
  const splitter = new StatementSplitter(target.dialect)
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt,
    history: await readHistory(),
    historySize,
    removeHistoryDuplicates: true,
  })
  // The input may end while lines that were pasted still wait for their turn.
  let open = true
  terminal.on('close', () => {
    open = false
  })
  const ask = (text: string) => {
    terminal.setPrompt(text)
    if (open) terminal.prompt()
  }
  let running: AbortController | null = null
  terminal.on('SIGINT', () => {
    if (running !== null) {
      running.abort()
      return
    }
    splitter.reset()
    process.stdout.write('\n')
    // Empties the line that is being typed.
    terminal.write(null, { ctrl: true, name: 'u' })
    ask(prompt)
  })

  const run = async (statement: string): Promise<void> => {
    const started = performance.now()
    running = new AbortController()
    try {
      await target.run(statement, options, running.signal)
    } catch (error) {
      printError(error, started)
    } finally {
      running = null
    }
  }

  ask(prompt)
  for await (const line of terminal) {
    const word = splitter.idle ? line.trim().replace(/;$/, '').trim().toLowerCase() : ''
    if (['quit', 'exit', 'q', '\\q'].includes(word)) break
    if (word === 'clear') process.stdout.write('\x1b[2J\x1b[H')
    else if (word === 'help') process.stdout.write(help)
    else if (word === 'history')
      process.stdout.write(`${(await readHistory()).toReversed().join('\n')}\n`)
    else {
      if (line.trim() !== '') await remember(line)
      // "\G" ends a statement as ";" does.
      const ended = /\\G\s*$/i.test(line) ? `${line.trimEnd()};` : line
      for (const statement of splitter.push(`${ended}\n`)) await run(statement)
    }
    ask(splitter.idle ? prompt : continued)
  }
  terminal.close()
}
