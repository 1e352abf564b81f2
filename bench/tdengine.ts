import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BenchProcess } from './bench-process.ts'
import { meterLine } from './meter-lines.ts'
import type { BenchOptions } from './run.ts'

const authorization = `Basic ${Buffer.from('root:taosdata').toString('base64')}`
const batchRows = 3000

/** Sends one request over a kept connection; resolves with status and text. */
function post(agent: Agent, port: number, path: string, body: string): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, path, method: 'POST', agent, headers: { authorization } },
      answer => {
        let text = ''
        answer.setEncoding('utf8').on('data', part => {
          text += part
        })
        answer.on('end', () => resolve([answer.statusCode ?? 0, text]))
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

/** Writes the load into a TDengine in requests of 3,000 lines. */
export async function loadTDengine(port: number, rows: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  await post(agent, port, '/rest/sql', "create database power precision 'ns'")
  for (let at = 0; at < rows; at += batchRows) {
    const count = Math.min(batchRows, rows - at)
    const lines = Array.from({ length: count }, (_, i) => meterLine(at + i)).join('\n')
    const [status, text] = await post(agent, port, '/influxdb/v1/write?db=power', lines)
    if (status !== 204) throw new Error(`the server answered ${status}: ${text}`)
  }
  agent.destroy()
}

/** Writes the load through `/influxdb/v1/write` in requests of 3,000 lines; the server's CPU time and memory are measured. */
export async function benchTDengine(options: BenchOptions): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'tidewire-bench-'))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const { rows } = options
    await using server = new BenchProcess('test/processes/tdengine.process.ts', [
      '0',
      join(folder, 'tdengine'),
    ])
    const port = await server.port()
    const before = server.usage()
    const started = performance.now()
    await loadTDengine(port, rows)
    const seconds = (performance.now() - started) / 1000
    const after = server.usage()
    const [, counted] = await post(agent, port, '/rest/sql', 'select count(*) from power.meters')
    const cpu = after.cpuSeconds - before.cpuSeconds
    return {
      rows: Number(JSON.parse(counted).data[0][0]),
      'rows per CPU second': Math.round(rows / cpu),
      'rows/s': Math.round(rows / seconds),
      'peak memory, MiB': Math.round(after.peakMiB),
    }
  } finally {
    agent.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}
