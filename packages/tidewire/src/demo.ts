import { run } from './cli.ts'

process.exitCode = await run(['demo'])
