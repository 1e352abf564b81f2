import { KafkaDevServer } from '../kafka-dev-server.ts'

/** Started as a process of its own by tests that kill it: data folder and configuration are its arguments. */
const [, , dataDir = '', config = '{}'] = process.argv
const begin = performance.now()
const server = await KafkaDevServer.start({
  dataDir,
  config: JSON.parse(config),
  log: line => console.error(line),
})
console.log(JSON.stringify({ port: server.port, startMs: Math.round(performance.now() - begin) }))
