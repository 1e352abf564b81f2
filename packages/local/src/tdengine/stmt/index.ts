/** Prepared statements, versions 1 and 2, and raw blocks on `/ws` (taosAdapter WebSocket protocol). */
export { type BinaryAction, Statements } from './statements.ts'
