/** Subscription over `/rest/tmq` (taosAdapter TMQ protocol). */
export { Subscriptions } from './subscriptions.ts'
export { TmqSocket } from './tmq-socket.ts'
