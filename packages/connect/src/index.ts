export type { Worker, WorkerOptions } from './api.ts'
export { connectErrors } from './errors.ts'
export { startWorker } from './worker.ts'
