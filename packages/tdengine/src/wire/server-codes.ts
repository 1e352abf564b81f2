/**
 * Whether the same request may be sent again: `yes` after a pause, `fix` after a corrective step (create, widen,
 * reconnect), `no` never.
 */
export type RetryAdvice = 'yes' | 'fix' | 'no'

/**
 * What a code is about: a `transient` state of the cluster, the `database` that is missing or not chosen, `access`
 * rights, the `content` of the request (bisecting a batch can isolate it), the `session` (connection or consumer must be
 * made anew), or `other`.
 */
export type ServerErrorKind = 'transient' | 'database' | 'access' | 'content' | 'session' | 'other'

/** One row of the table of TDengine's error codes. */
export interface ServerCode {
  /** Low 16 bits of the engine's code, as adapter replies carry them. */
  readonly code: number
  /** The engine's name without its prefix. */
  readonly name: string
  /** The engine's text; %s and %d stand for what it fills in. */
  readonly message: string
  readonly retry: RetryAdvice
  readonly kind: ServerErrorKind
}

type Row = readonly [number, string, string, RetryAdvice, ServerErrorKind]

// biome-ignore format: one row a line
const rows: readonly Row[] = [
  [0x0003, 'RPC_AUTH_FAILURE', 'Authentication failure', 'no', 'access'],
  [0x000b, 'RPC_NETWORK_UNAVAIL', 'Unable to establish connection', 'yes', 'transient'],
  [0x0013, 'TIME_UNSYNCED', "Client and server's time is not synchronized", 'fix', 'other'],
  [0x0015, 'RPC_FQDN_ERROR', 'Unable to resolve FQDN', 'yes', 'transient'],
  [0x0017, 'RPC_PORT_EADDRINUSE', 'Port already in use', 'yes', 'transient'],
  [0x0018, 'RPC_BROKEN_LINK', 'Conn is broken', 'yes', 'transient'],
  [0x0019, 'RPC_TIMEOUT', 'Conn read timeout', 'yes', 'transient'],
  [0x0020, 'RPC_SOMENODE_NOT_CONNECTED', 'some vnode/qnode/mnode(s) out of service', 'yes', 'transient'],
  [0x0021, 'RPC_SOMENODE_BROKEN_LINK', 'some vnode/qnode/mnode(s) conn is broken', 'yes', 'transient'],
  [0x0022, 'RPC_MAX_SESSIONS', 'rpc open too many session', 'yes', 'transient'],
  [0x0023, 'RPC_NETWORK_ERROR', 'rpc network error', 'yes', 'transient'],
  [0x0024, 'RPC_NETWORK_BUSY', 'rpc network busy', 'yes', 'transient'],
  [0x0100, 'OPS_NOT_SUPPORT', 'Operation not supported', 'no', 'content'],
  [0x0102, 'OUT_OF_MEMORY', 'Out of Memory', 'yes', 'transient'],
  [0x0111, 'ACTION_IN_PROGRESS', 'Action in progress', 'yes', 'transient'],
  [0x0115, 'INVALID_MSG', 'Invalid message', 'no', 'content'],
  [0x0118, 'INVALID_PARA', 'Invalid parameters', 'no', 'content'],
  [0x0125, 'NEED_RETRY', 'Retry needed', 'yes', 'transient'],
  [0x0126, 'OUT_OF_RPC_MEMORY_QUEUE', 'Out of memory in rpc queue', 'yes', 'transient'],
  [0x0127, 'INVALID_TIMESTAMP', 'Invalid timestamp format', 'no', 'content'],
  [0x0129, 'NO_AVAIL_DISK', 'No available disk', 'yes', 'transient'],
  [0x012b, 'NO_DISKSPACE', 'No disk space available', 'yes', 'transient'],
  [0x012c, 'TIMEOUT_ERROR', 'Operation timeout', 'yes', 'transient'],
  [0x012e, 'NO_ENOUGH_DISKSPACE', 'No enough disk space', 'yes', 'transient'],
  [0x0130, 'APP_IS_STARTING', 'Database is starting', 'yes', 'transient'],
  [0x0131, 'APP_IS_STOPPING', 'Database is closing down', 'yes', 'transient'],
  [0x013d, 'DECIMAL_OVERFLOW', 'Decimal value overflow', 'no', 'content'],
  [0x0200, 'TSC_INVALID_OPERATION', 'Invalid operation', 'no', 'content'],
  [0x0203, 'TSC_INVALID_VALUE', 'Invalid value in client', 'no', 'content'],
  [0x0207, 'TSC_INVALID_USER_LENGTH', 'Invalid user name', 'no', 'access'],
  [0x0208, 'TSC_INVALID_PASS_LENGTH', 'Invalid password length', 'no', 'access'],
  [0x020a, 'TSC_INVALID_TABLE_ID_LENGTH', 'Table name too long', 'no', 'content'],
  [0x0213, 'TSC_DISCONNECTED', 'Disconnected from server', 'fix', 'session'],
  [0x0214, 'TSC_NO_WRITE_AUTH', 'No write permission', 'no', 'access'],
  [0x0215, 'TSC_CONN_KILLED', 'Connection killed', 'fix', 'session'],
  [0x0216, 'TSC_SQL_SYNTAX_ERROR', 'Syntax error in SQL', 'no', 'content'],
  [0x0217, 'TSC_DB_NOT_SELECTED', 'Database not specified or available', 'fix', 'database'],
  [0x0219, 'TSC_EXCEED_SQL_LIMIT', 'SQL statement too long', 'fix', 'content'],
  [0x021b, 'TSC_LINE_SYNTAX_ERROR', 'Syntax error in Line', 'no', 'content'],
  [0x021f, 'TSC_INVALID_COLUMN_LENGTH', 'Invalid column length', 'no', 'content'],
  [0x0221, 'TSC_INVALID_JSON', 'Invalid JSON format', 'no', 'content'],
  [0x0222, 'TSC_INVALID_JSON_TYPE', 'Invalid JSON data type', 'no', 'content'],
  [0x0224, 'TSC_VALUE_OUT_OF_RANGE', 'Value out of range', 'no', 'content'],
  [0x022a, 'TSC_STMT_API_ERROR', 'Stmt API usage error', 'no', 'other'],
  [0x022b, 'TSC_STMT_TBNAME_ERROR', 'Stmt table name not set correctly', 'no', 'content'],
  [0x022d, 'TSC_QUERY_KILLED', 'Query killed', 'no', 'session'],
  [0x0236, 'TSC_STMT_BIND_NUMBER_ERROR', 'bind number out of range or not match', 'no', 'content'],
  [0x0303, 'MND_NO_RIGHTS', 'Insufficient privilege for operation', 'no', 'access'],
  [0x030c, 'MND_INVALID_QUERY_ID', 'Invalid query id', 'no', 'other'],
  [0x032c, 'SDB_OBJ_CREATING', 'Object is creating', 'yes', 'transient'],
  [0x032d, 'SDB_OBJ_DROPPING', 'Object is dropping', 'yes', 'transient'],
  [0x0350, 'MND_USER_ALREADY_EXIST', 'User already exists', 'no', 'other'],
  [0x0351, 'MND_USER_NOT_EXIST', 'Invalid user', 'no', 'access'],
  [0x0352, 'MND_INVALID_USER_FORMAT', 'Invalid user format', 'no', 'access'],
  [0x0353, 'MND_INVALID_PASS_FORMAT', 'Invalid password format', 'no', 'access'],
  [0x0357, 'MND_AUTH_FAILURE', 'Authentication failure', 'no', 'access'],
  [0x0360, 'MND_STB_ALREADY_EXIST', 'STable already exists', 'no', 'content'],
  [0x0362, 'MND_STB_NOT_EXIST', 'STable not exist', 'fix', 'content'],
  [0x0369, 'MND_TAG_ALREADY_EXIST', 'Tag already exists', 'fix', 'content'],
  [0x036a, 'MND_TAG_NOT_EXIST', 'Tag does not exist', 'fix', 'content'],
  [0x036b, 'MND_COLUMN_ALREADY_EXIST', 'Column already exists', 'fix', 'content'],
  [0x036c, 'MND_COLUMN_NOT_EXIST', 'Column does not exist', 'fix', 'content'],
  [0x036f, 'MND_INVALID_ROW_BYTES', 'Invalid row bytes', 'no', 'content'],
  [0x0374, 'MND_FUNC_NOT_EXIST', 'Func not exists', 'no', 'other'],
  [0x0380, 'MND_DB_NOT_SELECTED', 'Database not specified or available', 'fix', 'database'],
  [0x0381, 'MND_DB_ALREADY_EXIST', 'Database already exists', 'no', 'other'],
  [0x0383, 'MND_INVALID_DB', 'Invalid database name', 'no', 'database'],
  [0x0386, 'MND_DB_IN_DROPPING', 'Database in dropping status', 'yes', 'transient'],
  [0x0388, 'MND_DB_NOT_EXIST', 'Database not exist', 'fix', 'database'],
  [0x0396, 'MND_DB_IN_CREATING', 'Database in creating status', 'yes', 'transient'],
  [0x03ae, 'MND_VGROUP_OFFLINE', 'Vgroup is offline', 'yes', 'transient'],
  [0x03c6, 'MND_INVALID_SCHEMA_VER', 'Invalid schema version while alter stb', 'yes', 'transient'],
  [0x03d3, 'MND_TRANS_CONFLICT', 'Conflict transaction not completed', 'yes', 'transient'],
  [0x03d5, 'MND_TRANS_NETWORK_UNAVAILL', 'Unable to establish connection While execute transaction and will continue in the background', 'fix', 'transient'],
  [0x03d7, 'MND_TRANS_SYNC_TIMEOUT', 'Sync timeout While execute transaction and will continue in the background', 'fix', 'transient'],
  [0x03e0, 'MND_TOPIC_ALREADY_EXIST', 'Topic already exists', 'no', 'other'],
  [0x03e1, 'MND_TOPIC_NOT_EXIST', 'Topic not exist', 'no', 'other'],
  [0x03e3, 'MND_INVALID_TOPIC', 'Invalid topic', 'no', 'other'],
  [0x03e6, 'MND_CONSUMER_NOT_EXIST', 'Consumer not exist', 'fix', 'session'],
  [0x03ea, 'MND_CONSUMER_NOT_READY', 'Consumer waiting for rebalance', 'yes', 'transient'],
  [0x03eb, 'MND_TOPIC_SUBSCRIBED', 'Topic subscribed cannot be dropped', 'no', 'other'],
  [0x03ed, 'MND_TOPIC_MUST_BE_DELETED', 'Topic must be dropped first', 'no', 'other'],
  [0x03ef, 'MND_IN_REBALANCE', 'Rebalance in progress', 'yes', 'transient'],
  [0x0408, 'DNODE_OFFLINE', 'Dnode is offline', 'yes', 'transient'],
  [0x040a, 'MNODE_NOT_FOUND', 'Mnode not found', 'yes', 'transient'],
  [0x042a, 'MNODE_STOPPED', 'Mnode stopped', 'yes', 'transient'],
  [0x0503, 'VND_INVALID_VGROUP_ID', 'Vnode is closed or removed', 'yes', 'transient'],
  [0x0512, 'VND_NO_WRITE_AUTH', 'No write permission', 'no', 'access'],
  [0x0520, 'VND_NOT_EXIST', 'Vnode not exist', 'yes', 'transient'],
  [0x0522, 'VND_HASH_MISMATCH', 'Hash value mismatch', 'yes', 'transient'],
  [0x0528, 'VND_NO_AVAIL_BUFPOOL', 'No availabe buffer pool', 'yes', 'transient'],
  [0x0529, 'VND_STOPPED', 'Vnode stopped', 'yes', 'transient'],
  [0x0530, 'VND_DUP_REQUEST', 'Duplicate write request', 'no', 'content'],
  [0x0531, 'VND_QUERY_BUSY', 'Query busy', 'yes', 'transient'],
  [0x0538, 'VND_WRITE_DISABLED', 'Vnode write is disabled for snapshot', 'yes', 'transient'],
  [0x0541, 'VND_OFFLINE', 'Vnode is offline', 'yes', 'transient'],
  [0x0600, 'TDB_INVALID_TABLE_ID', 'Invalid table ID', 'fix', 'content'],
  [0x0602, 'TDB_IVD_TB_SCHEMA_VERSION', 'Table schema version is old', 'yes', 'transient'],
  [0x0603, 'TDB_TABLE_ALREADY_EXIST', 'Table already exists', 'no', 'content'],
  [0x060b, 'TDB_TIMESTAMP_OUT_OF_RANGE', 'Timestamp data out of range', 'no', 'content'],
  [0x0618, 'TDB_TABLE_NOT_EXIST', 'Table not exists', 'fix', 'content'],
  [0x061a, 'TDB_STB_NOT_EXIST', 'Stable not exists', 'fix', 'content'],
  [0x061b, 'TDB_INVALID_TABLE_SCHEMA_VER', 'Table schema is old', 'yes', 'transient'],
  [0x061d, 'TDB_TABLE_IN_OTHER_STABLE', 'Table already exists in other stables', 'no', 'content'],
  [0x0707, 'QRY_NOT_READY', 'Query not ready', 'yes', 'transient'],
  [0x070f, 'QRY_INVALID_INPUT', 'invalid input', 'no', 'content'],
  [0x072e, 'QRY_JSON_IN_GROUP_ERROR', 'Json not support in group/partition by', 'no', 'content'],
  [0x0800, 'GRANT_EXPIRED', 'License expired', 'no', 'other'],
  [0x0803, 'GRANT_TIMESERIES_LIMITED', 'Number of time series limited by license', 'no', 'other'],
  [0x0808, 'GRANT_STORAGE_LIMITED', 'Storage capacity limited by license', 'no', 'other'],
  [0x0809, 'GRANT_QUERYTIME_LIMITED', 'Query time limited by license', 'no', 'other'],
  [0x080d, 'GRANT_CPU_LIMITED', 'CPU cores limited by license', 'no', 'other'],
  [0x0824, 'GRANT_OPT_EXPIRED', 'License option expired', 'no', 'other'],
  [0x0903, 'SYN_TIMEOUT', 'Sync timeout', 'yes', 'transient'],
  [0x090c, 'SYN_NOT_LEADER', 'Sync leader is unreachable', 'yes', 'transient'],
  [0x0911, 'SYN_PROPOSE_NOT_READY', 'Sync not ready to propose', 'yes', 'transient'],
  [0x0912, 'SYN_STANDBY_NOT_READY', 'Sync standby not ready', 'yes', 'transient'],
  [0x0914, 'SYN_RESTORING', 'Sync leader is restoring', 'yes', 'transient'],
  [0x0916, 'SYN_BUFFER_FULL', 'Sync buffer is full', 'yes', 'transient'],
  [0x0917, 'SYN_WRITE_STALL', 'Sync write stall', 'yes', 'transient'],
  [0x0918, 'SYN_NEGOTIATION_WIN_FULL', 'Sync negotiation win is full', 'yes', 'transient'],
  [0x0922, 'SYN_FAIL_GET_LOCK', 'Sync cannot get its lock', 'yes', 'transient'],
  [0x09ff, 'SYN_INTERNAL_ERROR', 'Sync internal error', 'yes', 'transient'],
  [0x0a0d, 'TQ_NO_COMMITTED_OFFSET', 'No committed offset record', 'no', 'other'],
  [0x1105, 'HTTP_NO_AUTH_INFO', 'no auth info input', 'no', 'access'],
  [0x1106, 'HTTP_NO_BODY', 'request is empty', 'no', 'content'],
  [0x1107, 'HTTP_NO_SQL_INPUT', 'no sql input', 'no', 'content'],
  [0x110a, 'HTTP_GEN_TAOSD_TOKEN_ERR', 'generate taosd token error', 'no', 'access'],
  [0x1122, 'HTTP_INVALID_AUTH_TYPE', 'invalid type of Authorization', 'no', 'access'],
  [0x1124, 'HTTP_INVALID_BASIC_AUTH', 'invalid basic Authorization', 'no', 'access'],
  [0x1125, 'HTTP_INVALID_TAOSD_AUTH', 'invalid taosd Authorization', 'no', 'access'],
  [0x2504, 'SCH_TIMEOUT_ERROR', 'Task timeout', 'yes', 'transient'],
  [0x2507, 'SCH_DATA_SRC_EP_MISS', 'Source endpoint of a task is missing', 'yes', 'transient'],
  [0x2600, 'PAR_SYNTAX_ERROR', 'syntax error near "%s"', 'no', 'content'],
  [0x2601, 'PAR_INCOMPLETE_SQL', 'Incomplete SQL statement', 'no', 'content'],
  [0x2602, 'PAR_INVALID_COLUMN', 'Invalid column name: %s', 'fix', 'content'],
  [0x2603, 'PAR_TABLE_NOT_EXIST', 'Table does not exist', 'fix', 'content'],
  [0x2605, 'PAR_WRONG_VALUE_TYPE', 'Invalid value type: %s', 'no', 'content'],
  [0x260a, 'PAR_GROUPBY_LACK_EXPRESSION', 'Not a GROUP BY expression', 'no', 'content'],
  [0x260c, 'PAR_NOT_SINGLE_GROUP', 'Not a single-group group function', 'no', 'content'],
  [0x260d, 'PAR_TAGS_NOT_MATCHED', 'Tags number not matched', 'fix', 'content'],
  [0x2611, 'PAR_PASSWD_TOO_SHORT_OR_EMPTY', 'Password too short or empty', 'no', 'other'],
  [0x2616, 'PAR_DB_NOT_SPECIFIED', 'Database not specified', 'fix', 'database'],
  [0x2617, 'PAR_INVALID_IDENTIFIER_NAME', 'Invalid identifier name: %s', 'no', 'content'],
  [0x2619, 'PAR_INVALID_DB_OPTION', 'Invalid option %s', 'no', 'content'],
  [0x2635, 'PAR_INCORRECT_TIMESTAMP_VAL', 'Incorrect TIMESTAMP value: %s', 'no', 'content'],
  [0x2639, 'PAR_INVALID_TOPIC_QUERY', 'Invalid topic query', 'no', 'other'],
  [0x263c, 'PAR_DUPLICATED_COLUMN', 'Duplicated column names', 'no', 'content'],
  [0x263d, 'PAR_INVALID_TAGS_LENGTH', 'Tags length exceeds max length %d', 'no', 'content'],
  [0x263e, 'PAR_INVALID_ROW_LENGTH', 'Row length exceeds max length %d', 'no', 'content'],
  [0x263f, 'PAR_INVALID_COLUMNS_NUM', 'Illegal number of columns', 'fix', 'content'],
  [0x2640, 'PAR_TOO_MANY_COLUMNS', 'Too many columns', 'no', 'content'],
  [0x2641, 'PAR_INVALID_FIRST_COLUMN', 'First column must be timestamp', 'no', 'content'],
  [0x2642, 'PAR_INVALID_VAR_COLUMN_LEN', 'Invalid column length for var length type', 'no', 'content'],
  [0x2643, 'PAR_INVALID_TAGS_NUM', 'Invalid number of tag columns', 'no', 'content'],
  [0x2644, 'PAR_PERMISSION_DENIED', 'Permission denied or target object not exist', 'no', 'access'],
  [0x264b, 'PAR_INVALID_MODIFY_COL', 'Only varbinary/binary/nchar/geometry column length could be modified, and the length can only be increased, not decreased', 'no', 'content'],
  [0x2651, 'PAR_INVALID_DROP_COL', 'No columns can be dropped', 'no', 'content'],
  [0x2653, 'PAR_VALUE_TOO_LONG', 'Value too long for column/tag: %s', 'fix', 'content'],
  [0x2655, 'PAR_INVALID_DELETE_WHERE', 'The DELETE statement must only have a definite time window range', 'no', 'content'],
  [0x266a, 'PAR_INVALID_VARBINARY', 'Invalid varbinary value: %s', 'no', 'content'],
  [0x267b, 'PAR_PRIMARY_KEY_IS_NULL', 'Primary key column should not be null', 'no', 'content'],
  [0x2802, 'FUNC_FUNTION_PARA_TYPE', 'Invalid parameter data type : %s', 'no', 'content'],
  [0x3000, 'SML_INVALID_PROTOCOL_TYPE', 'Invalid line protocol type', 'no', 'other'],
  [0x3001, 'SML_INVALID_PRECISION_TYPE', 'Invalid timestamp precision type', 'no', 'other'],
  [0x3002, 'SML_INVALID_DATA', 'Invalid data format', 'no', 'content'],
  [0x3003, 'SML_INVALID_DB_CONF', 'Invalid schemaless db config', 'no', 'other'],
  [0x3004, 'SML_NOT_SAME_TYPE', 'Not the same type like before', 'no', 'content'],
  [0x3005, 'SML_INTERNAL_ERROR', 'Internal error of schemaless write', 'yes', 'transient'],
  [0x3006, 'SML_NOT_SUPPORT_PK', 'Tables with a composite key cannot be written schemaless', 'no', 'content'],
  [0x4000, 'TMQ_INVALID_MSG', 'Invalid message', 'fix', 'session'],
  [0x4001, 'TMQ_CONSUMER_MISMATCH', 'Consumer mismatch', 'yes', 'transient'],
  [0x4002, 'TMQ_CONSUMER_CLOSED', 'Consumer closed', 'fix', 'session'],
  [0x4003, 'TMQ_CONSUMER_ERROR', 'Consumer error, to see log', 'fix', 'session'],
  [0x4007, 'TMQ_VERSION_OUT_OF_RANGE', 'Offset out of range', 'no', 'other'],
  [0x4008, 'TMQ_INVALID_VGID', 'VgId does not belong to this consumer', 'fix', 'session'],
  [0x4009, 'TMQ_INVALID_TOPIC', 'Topic does not belong to this consumer', 'fix', 'session'],
  [0x4010, 'TMQ_NEED_INITIALIZED', 'Assignment or poll interface need to be called first', 'fix', 'session'],
  [0x4011, 'TMQ_NO_COMMITTED', 'No committed info', 'fix', 'other'],
  [0x4017, 'TMQ_NO_NEED_REBALANCE', 'Subscribe first', 'fix', 'session'],
  [0xfffe, 'INVALID_OPTION', 'Unknown error 65534', 'no', 'other'],
]

/** TDengine's error codes that a client of taosAdapter meets, by code. */
export const serverCodes: ReadonlyMap<number, ServerCode> = new Map(
  rows.map(([code, name, message, retry, kind]) => [code, { code, name, message, retry, kind }]),
)

/** The code of errors that taosAdapter itself makes; the message decides what they mean. */
export const adapterCode = 0xffff

/** Families of codes that are about the content of a request, for codes that the table does not list. */
const contentFamilies: readonly (readonly [number, number])[] = [
  [0x0200, 0x02ff],
  [0x0360, 0x037f],
  [0x0600, 0x06ff],
  [0x2600, 0x28ff],
  [0x3000, 0x30ff],
]

/** What a code is about; codes that the table does not list are judged by their family. */
export function serverErrorKind(code: number): ServerErrorKind {
  const known = serverCodes.get(code)
  if (known !== undefined) return known.kind
  if (code >= 0x1100 && code <= 0x11a6) return 'other'
  return contentFamilies.some(([low, high]) => code >= low && code <= high) ? 'content' : 'other'
}

/** A code as TDengine's documents write it: `0x3002`. */
export function serverCodeText(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`
}
