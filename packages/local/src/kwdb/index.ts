export type { KwdbEngine } from './api.ts'
