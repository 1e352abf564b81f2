export { run } from './cli.ts'
export { cliErrors } from './errors.ts'
