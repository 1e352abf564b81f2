// The floor: sends the lines of the load to a server in a bare loop, without Kafka and without a connector.
// floor.process.ts PORT ROWS LINES_A_REQUEST
import { Agent, request } from 'node:http'
import { meterBlocks } from './meter-lines.ts'

const [port, rows, count] = process.argv.slice(2).map(Number)
const blocks = meterBlocks(rows ?? 0, count ?? 3000)
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const authorization = `Basic ${Buffer.from('root:taosdata').toString('base64')}`

function post(path: string, body: Buffer | string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { agent, port, path, method: 'POST', host: '127.0.0.1' }
    const headers = { authorization, 'content-length': Buffer.byteLength(body) }
    request({ ...options, headers }, response => {
      const good = response.statusCode === 204 || response.statusCode === 200
      response.resume().on('end', () => {
        if (good) resolve()
        else reject(new Error(`HTTP ${response.statusCode}`))
      })
    })
      .on('error', reject)
      .end(body)
  })
}

await post('/rest/sql', "CREATE DATABASE IF NOT EXISTS floor PRECISION 'ns'")
const cpu = process.cpuUsage()
const started = performance.now()
for (const block of blocks) await post('/influxdb/v1/write?db=floor&precision=ns', block)
const seconds = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage(cpu)
console.log(`floor ${JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6 })}`)
agent.destroy()
