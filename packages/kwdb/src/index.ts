export { kwdbErrors } from './errors.ts'
export { kwdbSinkPlugin } from './sink/plugin.ts'
export { kwdbSourcePlugin } from './source/plugin.ts'
