export type { AdminUser, KwdbDevServerOptions, RunningKwdb } from './api.ts'
export { type Fault, type FaultAction, FaultSwitch } from './fault.ts'
export { KwdbDevServer } from './server.ts'
export { parseText } from './sql/parse.ts'
