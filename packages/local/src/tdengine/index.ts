export type { RunningTDengine, TDengineDevServerOptions } from './api.ts'
export { type Fault, type FaultAction, FaultSwitch } from './fault.ts'
export { TDengineDevServer } from './server.ts'
