import type { ErrorTable } from '@tidewire/core'

/** The subscription client's rows of the error table of `tdengine`. */
export const tmqErrors = {
  TDENGINE_TMQ_LOGIN: {
    about:
      'taosAdapter says the same for a wrong password, a missing database and a cluster that does not answer.',
    message: 'taosAdapter at {address} cannot open a consumer: {words}',
    retriable: true,
    hint: 'Check user, password and database, and that the cluster runs; it is tried again.',
  },
  TDENGINE_TMQ_OPTION: {
    message: 'TDengine does not take an option of the subscription: {words} [{code}]',
    retriable: false,
    status: 400,
    hint: 'A group is needed, of at most 192 characters without a colon; native options must be known to this version of TDengine.',
  },
  TDENGINE_TMQ_LOST: {
    message: 'the subscription at {address} is lost: {reason}',
    retriable: true,
    hint: 'It is subscribed again and goes on where it was.',
  },
  TDENGINE_TMQ_VERSION: {
    message: 'TDengine {version} at {address} is too old for subscriptions with own positions',
    retriable: false,
    hint: 'TDengine 3.2 or later is needed; or use read.method=query.',
  },
} as const satisfies ErrorTable
