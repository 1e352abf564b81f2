import { errorCode, ProtocolError } from '../protocol/error-code.ts'
import type { Broker } from '../server/broker.ts'

/** What a transactional producer is told. */
export const transactionsRefused =
  'The local broker has no transactions: use a producer without transactional.id'

/**
 * The error for a transactional producer: the one that every client takes as final and does not retry. Not every client
 * shows the text that comes with it, so the broker says it too.
 */
export function refuseTransaction(broker: Broker, clientId: string): ProtocolError {
  broker.log(`client ${clientId} was refused: ${transactionsRefused}`)
  return new ProtocolError(errorCode.transactionalIdAuthorizationFailed, transactionsRefused)
}
