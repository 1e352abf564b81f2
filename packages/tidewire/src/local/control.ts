import { controlAddress } from '../control-socket.ts'
import type { ServiceName } from './service.ts'

/** What can be asked of a running environment. */
export type ControlRequest =
  | { readonly op: 'status' }
  | { readonly op: 'stop' }
  | { readonly op: 'stop-service' | 'start-service'; readonly service: ServiceName }

/** The state of one service. */
export interface ServiceStatus {
  readonly up: boolean
  readonly pid: number | null
  readonly address: string
  readonly restarts: number
}

/** What it answers: lines of progress for people, or the state of all services. */
export type ControlReply =
  | { readonly line: string }
  | { readonly services: Readonly<Record<ServiceName, ServiceStatus>> }

/** Where the environment of a data directory answers. */
export function environmentAddress(dataDir: string): string {
  return controlAddress('local', dataDir)
}
