import { TDengineDevServer } from '../server.ts'

const server = await TDengineDevServer.start({ dataDir: process.argv[2] ?? '.' })
console.log(server.url)
