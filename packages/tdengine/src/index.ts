export { sinkConfig } from './config.ts'
export { tdengineErrors } from './errors.ts'
export { tdengineSinkPlugin } from './sink/plugin.ts'
