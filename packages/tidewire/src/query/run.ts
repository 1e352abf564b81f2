import type { QueryFlags } from '../commands/query.ts'
import { readText } from '../connectors/config-file.ts'
import { raise } from '../errors.ts'
import { exitCodes } from '../exit-code.ts'
import { interruptible } from '../terminal.ts'
import { openTarget } from './query-target.ts'
import { defaultTable } from './result-table.ts'
import { ScriptLines } from './script-lines.ts'
import { type PrintOptions, printAll, printError } from './statement-runner.ts'
import { StatementSplitter, withoutHashLines } from './statement-splitter.ts'

function printOptions(flags: QueryFlags): PrintOptions {
  if (flags.json === true && flags.csv === true) {
    throw raise('CLI_USAGE', { problem: '--json and --csv exclude each other' })
  }
  const width = Number(flags.displayWidth ?? defaultTable.maxTextWidth)
  if (!Number.isSafeInteger(width) || width < 1) {
    throw raise('CLI_USAGE', { problem: `--display-width ${flags.displayWidth} is no width` })
  }
  const form = flags.json === true ? 'json' : flags.csv === true ? 'csv' : 'table'
  return { ...printAll, form, table: { maxTextWidth: width, rawTime: flags.rawTime === true } }
}

/** The pieces of text that hold the statements, or null when a person is to type them. */
async function sources(
  sql: readonly string[],
  flags: QueryFlags,
): Promise<AsyncIterable<string> | Iterable<string> | null> {
  if (flags.file === '-') return standardInput()
  if (flags.file !== undefined) return [withoutHashLines(await readText(flags.file))]
  const texts = [...(flags.sql === undefined ? [] : [flags.sql]), ...sql]
  if (texts.length > 0) return texts.map(text => `${text}\n;`)
  return process.stdin.isTTY === true ? null : standardInput()
}

async function* standardInput(): AsyncIterable<string> {
  process.stdin.setEncoding('utf8')
  for await (const piece of process.stdin) yield String(piece)
}

/** `tidewire query`; the first statement that fails ends the run with exit code 1. */
export async function runQuery(sql: readonly string[], flags: QueryFlags): Promise<void> {
  const options = printOptions(flags)
  const texts = await sources(sql, flags)
  await using target = await openTarget(flags)
  if (texts === null) {
    const { runShell } = await import('./shell.ts')
    await runShell(target, { ...options, maxRows: 100 })
    return
  }
  using interrupt = interruptible()
  const splitter = new StatementSplitter(target.dialect)
  const script = flags.file === undefined || flags.file === '-' ? null : new ScriptLines(flags.file)
  const run = async (statement: string): Promise<boolean> => {
    const place = script?.placeOf(statement)
    const started = performance.now()
    try {
      await target.run(statement, options, interrupt.signal)
      return !interrupt.signal.aborted
    } catch (error) {
      printError(error, started, place)
      process.exitCode = exitCodes.failure
      return false
    }
  }
  for await (const text of texts) {
    script?.add(text)
    for (const statement of splitter.push(text)) if (!(await run(statement))) return
  }
  const rest = splitter.finish()
  if (rest !== null) await run(rest)
}
