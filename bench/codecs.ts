import { BenchProcess } from './bench-process.ts'
import type { BenchOptions } from './run.ts'

interface Share {
  readonly rows: number
  readonly bytes: number
  readonly seconds: number
}

const kinds = {
  line: 'line protocol',
  'hard-line': 'line protocol with escapes, quotes and UTF-8',
  telnet: 'OpenTSDB telnet',
  json: 'OpenTSDB JSON',
} as const

/** Text into typed columns, each format in a process of its own; all CPU time of the process counts. */
export async function benchCodecs(options: BenchOptions): Promise<unknown> {
  const report: Record<string, unknown> = { rows: options.rows }
  for (const [kind, name] of Object.entries(kinds)) {
    await using codec = new BenchProcess('bench/codecs.process.ts', [kind, String(options.rows)])
    const [, text = '{}'] = await codec.said(/codec (\{.*\})\n/)
    const { first, warm } = JSON.parse(text) as { readonly first: Share; readonly warm: Share }
    report[`parse ${name}`] = {
      'MB per CPU second': Math.round(warm.bytes / warm.seconds / 1e6),
      'rows per CPU second': Math.round(warm.rows / warm.seconds),
      'rows per CPU second, compiling': Math.round(first.rows / first.seconds),
    }
  }
  return report
}
