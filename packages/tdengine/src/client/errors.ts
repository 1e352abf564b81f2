import type { ErrorTable } from '@tidewire/core'

/** The client's rows of the error table of `tdengine`. */
export const clientErrors = {
  TDENGINE_FRAME: {
    message: 'the TDengine server sent bytes that do not follow its protocol: {reason}',
    retriable: false,
    hint: 'Report it with the version of the server and the statement.',
  },
  TDENGINE_ENCODE: {
    about: 'The value does not fit the type that it is bound to; the message says why.',
    message: 'cannot encode the value for TDengine: {reason}',
    retriable: false,
  },
  TDENGINE_URL: {
    message: 'the TDengine URL {url} cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'Write jdbc:TAOS-WS://host:6041/database?user=root&password=…; TDengine must be reached through taosAdapter.',
  },
  TDENGINE_CONNECT: {
    message: 'cannot connect to taosAdapter at {address}: {reason}',
    retriable: true,
    hint: 'Check that taosAdapter runs there (port 6041 by default) and can be reached from here.',
  },
  TDENGINE_TLS: {
    message: 'the TLS connection to taosAdapter at {address} was refused: {reason}',
    retriable: false,
    hint: 'Check useSSL and the port; for a certificate of your own authority set NODE_EXTRA_CA_CERTS, or disableSSLCertValidation=true to accept any.',
  },
  TDENGINE_ENDPOINT: {
    message: 'the server at {address} answered HTTP {status} where taosAdapter was expected',
    retriable: false,
    hint: 'Check host and port: taosAdapter listens on 6041 by default, and its WebSocket interface needs TDengine 3.0 or later.',
  },
  TDENGINE_VERSION: {
    message: 'TDengine {version} at {address} is too old',
    retriable: false,
    hint: 'TDengine 3.0 or later is needed; 3.3.6 or later is recommended.',
  },
  TDENGINE_STATEMENTS: {
    about: 'Prepared statements of the second kind came with TDengine 3.3.6.',
    message: 'TDengine {version} at {address} has no prepared statements for columns',
    retriable: false,
    hint: 'Use TDengine 3.3.6 or later, or write.method=schemaless.',
  },
  TDENGINE_CONNECTION_LOST: {
    message: 'the connection to taosAdapter at {address} was lost: {reason}',
    retriable: true,
    hint: 'Writes may be sent again: a row with the same table and time stamp replaces itself.',
  },
  TDENGINE_TIMEOUT: {
    message: 'taosAdapter at {address} did not answer within {ms} ms',
    retriable: true,
    hint: 'Raise messageWaitTimeout in the URL when statements take longer.',
  },
  TDENGINE_BUSY: {
    message: 'taosAdapter at {address} takes no requests now (HTTP {status})',
    retriable: true,
    hint: 'It protects its memory or has no free connection; it is asked again later.',
  },
  TDENGINE_HTTP: {
    about:
      'taosAdapter answered with a status that has no meaning of its own here. A retry can help from 500 on.',
    message: 'taosAdapter at {address} answered HTTP {status}',
    retriable: false,
  },
  TDENGINE_TOO_LARGE: {
    message: '{what} exceeds {limit}',
    retriable: false,
    hint: 'Ask for fewer rows, or read the result as a stream.',
  },
  TDENGINE_CLOSED: {
    about: 'The program closed the client while this work was under way, as it does when it stops.',
    message: 'the TDengine client is closed',
    retriable: false,
  },
  TDENGINE_UNAVAILABLE: {
    message: 'TDengine cannot do it now: {words} [{code}]',
    retriable: true,
    hint: 'The cluster is busy, starting or changing its leader; it is tried again.',
  },
  TDENGINE_DATABASE: {
    message: 'TDengine has no such database, or none is chosen: {words} [{code}]',
    retriable: false,
    hint: 'Create the database, or name it in the URL.',
  },
  TDENGINE_ACCESS: {
    message: 'TDengine denies access: {words} [{code}]',
    retriable: false,
    status: 401,
    hint: 'Check user, password and the rights of the user.',
  },
  TDENGINE_REFUSED: {
    about: "Correct the statement or the data; the message has the server's words and code.",
    message: 'TDengine refused the request for its content: {words} [{code}]',
    retriable: false,
    status: 400,
  },
  TDENGINE_SESSION: {
    message: 'TDengine ended the session: {words} [{code}]',
    retriable: true,
    hint: 'It is connected again.',
  },
  TDENGINE_SERVER: {
    about:
      "An error that the table of server codes has no kind for; the message has the server's words and code.",
    message: 'TDengine answered with an error: {words} [{code}]',
    retriable: false,
  },
} as const satisfies ErrorTable
