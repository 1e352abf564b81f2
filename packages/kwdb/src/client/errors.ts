import type { ErrorTable } from '@tidewire/core'

/** The client's rows of the error table of `kwdb`. */
export const clientErrors = {
  KWDB_URL: {
    message: 'the KWDB URL {url} cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'Write jdbc:kaiwudb://host:26257/database; user, password and sslmode may follow a question mark.',
  },
  KWDB_CONNECT: {
    message: 'cannot connect to KWDB at {address}: {reason}',
    retriable: true,
    hint: 'Check that KWDB runs there (port 26257 by default; 8080 is its HTTP port) and can be reached from here.',
  },
  KWDB_TLS: {
    message: 'the TLS connection to KWDB at {address} was refused: {reason}',
    retriable: false,
    hint: 'Check sslmode and the files of sslrootcert, sslcert and sslkey. A server started with --insecure has no TLS.',
  },
  KWDB_PROTOCOL: {
    message: 'the server at {address} does not speak the protocol of KWDB: {reason}',
    retriable: false,
    hint: 'Check host and port: clients use port 26257 by default, 8080 is HTTP.',
  },
  KWDB_CONNECTION_LOST: {
    message: 'the connection to KWDB at {address} was lost: {reason}',
    retriable: true,
    hint: 'Writes may be sent again: a row with the same primary tags and time replaces itself.',
  },
  KWDB_TIMEOUT: {
    message: 'KWDB at {address} did not answer within {ms} ms',
    retriable: true,
    hint: 'Raise socketTimeout (in seconds) in the URL when statements take longer.',
  },
  KWDB_CLOSED: {
    about: 'The program closed the client while this work was under way, as it does when it stops.',
    message: 'the KWDB client is closed',
    retriable: false,
  },
  KWDB_UNAVAILABLE: {
    message: 'KWDB cannot do it now: {words} [{sqlState}]',
    retriable: true,
    hint: 'The cluster is busy, starting, or changing a table; it is tried again.',
  },
  KWDB_ACCESS: {
    message: 'KWDB denies access: {words} [{sqlState}]',
    retriable: false,
    status: 401,
    hint: 'Check user, password and the rights of the user. A server with passwords needs TLS (sslmode).',
  },
  KWDB_DATABASE: {
    message: 'KWDB has no such database: {words} [{sqlState}]',
    retriable: false,
    hint: 'Create it: CREATE TS DATABASE name. The connector never creates databases.',
  },
  KWDB_REFUSED: {
    about: "Correct the statement or the data; the message has the server's words and SQLSTATE.",
    message: 'KWDB refused the request for its content: {words} [{sqlState}]',
    retriable: false,
    status: 400,
  },
  KWDB_SERVER: {
    about:
      "An error that the table of SQLSTATEs has no kind for; the message has the server's words and SQLSTATE.",
    message: 'KWDB answered with an error: {words} [{sqlState}]',
    retriable: false,
  },
  KWDB_RELATIONAL: {
    message: 'table {table} of database {database} is no time-series table',
    retriable: false,
    hint: 'The connector reads and writes tables of time-series databases (CREATE TS DATABASE).',
  },
  KWDB_TOO_LARGE: {
    message: 'the result has more than {rows} rows',
    retriable: false,
    hint: 'Ask for fewer rows.',
  },
  KWDB_CATALOG: {
    message: 'the catalog of the server has no field {name}',
    retriable: false,
    hint: 'The server is no KWDB, or one of a version that is not known yet. Report it with the version.',
  },
} as const satisfies ErrorTable
