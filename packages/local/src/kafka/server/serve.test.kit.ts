import { KafkaDevServer } from '../kafka-dev-server.ts'

/** Started as a process of its own by tests that kill it: data folder and configuration are its arguments. */
const [, , dataDir = '', config = '{}'] = process.argv
const server = await KafkaDevServer.start({
  dataDir,
  config: JSON.parse(config),
  log: line => console.error(line),
})
// CPU time: unlike the clock it does not depend on what else the machine is doing.
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ port: server.port, startCpuMs: Math.round((user + system) / 1000) }))
