import type { TidewireError } from '@tidewire/core'
import { serverError } from '../client/server-error.ts'
import { raise } from '../errors.ts'
import { adapterCode, serverCodeText } from '../wire/server-codes.ts'

/** Codes of subscriptions that callers tell apart (TDengine error codes). */
export const tmqCode = {
  snapshot: 0x4006,
  outOfRange: 0x4007,
  otherShare: 0x4008,
  otherTopic: 0x4009,
  pollFirst: 0x4010,
} as const

const optionCode = 0xfffe
const lostWords =
  /^(tmq not init|tmq should have unsubscribed first|message has been freed|message ID)/

/**
 * The error for a code that `/rest/tmq` answered with. The adapter hides the codes of a failed login and of bad options
 * behind its own, so that their words decide.
 */
export function tmqError(
  code: number,
  words: string,
  address: string,
  doing: string,
): TidewireError {
  const facts = { doing, serverCode: serverCodeText(code), serverMessage: words }
  if (code === adapterCode && words === 'init tscObj failed') {
    return raise('TDENGINE_TMQ_LOGIN', { address, words }, facts)
  }
  const badOption =
    code === optionCode ||
    (code === adapterCode && (words === 'fail' || words.startsWith('malloc tmq')))
  if (badOption) {
    return raise('TDENGINE_TMQ_OPTION', { words, code: serverCodeText(code) }, facts)
  }
  if (code === adapterCode && lostWords.test(words)) {
    return raise('TDENGINE_TMQ_LOST', { address, reason: words }, facts)
  }
  return serverError(code, words, { doing })
}
