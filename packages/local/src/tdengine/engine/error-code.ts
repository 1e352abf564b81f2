import { EngineError } from './api.ts'

/** TDengine's error codes and texts, as far as this server answers them; the text is a default. */
const table = {
  AUTH_FAILURE_RPC: [0x0003, 'Authentication failure'],
  NO_DISK: [0x0129, 'No enough disk space'],
  NOT_SUPPORTED: [0x0100, 'Operation not supported'],
  OUT_OF_MEMORY: [0x0102, 'Out of Memory'],
  INVALID_PARA: [0x0118, 'Invalid parameters'],
  INVALID_TIMESTAMP: [0x0127, 'Invalid timestamp format'],
  DECIMAL_OVERFLOW: [0x013d, 'Decimal value overflow'],
  INVALID_OPERATION: [0x0200, 'Invalid operation'],
  INVALID_USER_LENGTH: [0x0207, 'Invalid user name'],
  INVALID_PASS_LENGTH: [0x0208, 'Invalid password length'],
  INVALID_TABLE_ID_LENGTH: [0x020a, 'Invalid table name length'],
  INSERT_SYNTAX: [0x0216, 'syntax error in SQL'],
  SQL_TOO_LONG: [0x0219, 'SQL statement too long'],
  STMT_API: [0x022a, 'Stmt API usage error'],
  STMT_TABLE_NAME: [0x022b, 'Stmt table name not set correctly'],
  NO_RIGHTS: [0x0303, 'Insufficient privilege for operation'],
  INVALID_QUERY_ID: [0x030c, 'Invalid query id'],
  USER_EXISTS: [0x0350, 'User already exists'],
  INVALID_USER: [0x0351, 'Invalid user'],
  USER_DISABLED: [0x0352, 'User is disabled'],
  AUTH_FAILURE: [0x0357, 'Authentication failure'],
  STABLE_EXISTS: [0x0360, 'STable already exists'],
  STABLE_NOT_EXIST: [0x0362, 'STable not exist'],
  TAG_EXISTS: [0x0369, 'Tag already exists'],
  TAG_NOT_EXIST: [0x036a, 'Tag does not exist'],
  COLUMN_EXISTS: [0x036b, 'Column already exists'],
  COLUMN_NOT_EXIST: [0x036c, 'Column does not exist'],
  FUNC_NOT_EXIST: [0x0374, 'Func not exists'],
  DB_EXISTS: [0x0381, 'Database already exists'],
  DB_NOT_EXIST: [0x0388, 'Database not exist'],
  FIELD_USED_BY_TOPIC: [0x03c4, 'Field used by topic'],
  WAL_RETENTION_ZERO: [0x0389, 'WAL retention period is zero'],
  TOPIC_EXISTS: [0x03e0, 'Topic already exists'],
  TOPIC_NOT_EXIST: [0x03e1, 'Topic not exist'],
  TABLE_EXISTS: [0x0603, 'Table already exists'],
  TIMESTAMP_OUT_OF_RANGE: [0x060b, 'Timestamp data out of range'],
  OLD_SCHEMA: [0x061b, 'Invalid table schema version'],
  TABLE_IN_OTHER_STABLE: [0x061d, 'Table already exists in other stables'],
  SYNTAX: [0x2600, 'syntax error near'],
  INCOMPLETE: [0x2601, 'Incomplete SQL statement'],
  INVALID_COLUMN: [0x2602, 'Invalid column name'],
  TABLE_NOT_EXIST: [0x2603, 'Table does not exist'],
  WRONG_VALUE_TYPE: [0x2605, 'Invalid value type'],
  NOT_GROUP_BY: [0x260a, 'Not a GROUP BY expression'],
  NOT_SINGLE_GROUP: [0x260c, 'Not a single-group group function'],
  TAGS_NOT_MATCHED: [0x260d, 'Tags number not matched'],
  PASSWORD_TOO_SHORT: [0x2611, 'Password too short or empty'],
  DB_NOT_SPECIFIED: [0x2616, 'Database not specified'],
  INVALID_IDENTIFIER: [0x2617, 'Invalid identifier name'],
  INVALID_OPTION: [0x2619, 'Invalid option'],
  COLUMNS_NUM: [0x263f, 'Illegal number of columns'],
  TOO_MANY_COLUMNS: [0x2640, 'Too many columns'],
  TAGS_NUM: [0x2643, 'Invalid number of tag columns'],
  ROW_LENGTH: [0x263e, 'Row length exceeds max length 65531'],
  TAGS_LENGTH: [0x263d, 'Tags length exceeds max length 16384'],
  ONLY_ONE_JSON_TAG: [0x2633, 'Only one tag if there is a json tag'],
  INVALID_MODIFY_COLUMN: [
    0x264b,
    'Only varbinary/binary/nchar/geometry column length could be modified, and the length can only be increased, not decreased',
  ],
  INVALID_DROP_TAG: [0x2643, 'Invalid number of tag columns'],
  DUPLICATED_COLUMN: [0x263c, 'Duplicated column names'],
  FIRST_COLUMN: [0x2641, 'First column must be timestamp'],
  INVALID_DROP_COLUMN: [0x2651, 'No columns can be dropped'],
  INVALID_TAG_NAME: [0x260e, 'Invalid tag name'],
  PRIMARY_KEY_IS_NULL: [0x267b, 'Primary key column should not be null'],
  TBNAME_EMPTY: [0x267d, 'The table name cannot be empty'],
  INVALID_DECIMAL: [0x0200, 'Invalid decimal precision or scale'],
  INVALID_VAR_LENGTH: [0x2642, 'Invalid varchar column length'],
  INVALID_TAG_TYPE: [0x2600, 'Invalid tag type'],
  INVALID_JSON_COLUMN: [0x2652, 'Only tag can be json type'],
  INVALID_KEY_TYPE: [
    0x2672,
    'primary key column must be of type int, uint, bigint, ubigint, and varchar',
  ],
  DB_NAME_DOT: [0x2617, "The database name cannot contain '.'"],
  TABLE_NAME_DOT: [0x2617, "The table name cannot contain '.'"],
  SYSTEM_DATABASE: [0x2666, 'Cannot drop system database'],
  TOPIC_MUST_BE_DELETED: [0x03ed, 'Topic must be dropped first'],
  ONLY_STABLE_TAGS: [0x2649, 'Invalid alter table statement'],
  RENAME_STABLE_COLUMN: [0x2649, 'Rename column is only supported for normal table'],
  SET_TAG_NOT_CHILD: [0x2649, 'Set tag value only available for child table'],
  ALTER_CHILD: [0x2649, 'Invalid alter table statement'],
  STMT_BIND_NUMBER: [0x0236, 'bind number out of range or not match'],
  INVALID_DURATION: [0x2600, 'Invalid interval value'],
  INTERVAL_TOO_SMALL: [0x2615, 'Interval cannot be less than 1 us'],
  SLIDING_TOO_BIG: [0x2631, 'sliding value no larger than the interval value'],
  SLIDING_TOO_SMALL: [0x2632, 'sliding value can not less than 1% of interval value'],
  SLIDING_UNIT: [0x2630, 'Does not support sliding when interval is natural month/year'],
  OFFSET_TOO_BIG: [0x262f, 'Interval offset should be shorter than interval'],
  WINDOW_NO_TIME: [
    0x2650,
    'Window query not supported, since the result of subquery not include valid timestamp column',
  ],
  NOT_SELECTED: [0x260b, 'Not SELECTed expression'],
  INTERP_CLAUSE: [0x265d, 'Invalid usage of RANGE clause, EVERY clause or FILL clause'],
  PASSWORD_TOO_LONG: [0x2610, 'Name or password too long'],
  PASSWORD_FORMAT: [0x2648, 'Invalid password'],
  USER_NOT_EXIST: [0x0351, 'Invalid user'],
  INVALID_TOPIC_QUERY: [0x2639, 'Invalid topic query'],
  TOPIC_NAME_DOT: [0x2617, "The topic name cannot contain '.'"],
  AMBIGUOUS_COLUMN: [0x2604, 'Column ambiguously defined'],
  TABLE_NAME_UNKNOWN: [0x2603, 'Table does not exist'],
  WINDOW_PSEUDO: [0x2658, '_WSTART, _WEND and _WDURATION can only be used in window query'],
  NOT_IN_WINDOW: [0x2667, 'Invalid usage of expr'],
  FUNC_PARAM_NUM: [0x2801, 'Invalid number of parameters'],
  INVALID_FUNC_TIMEZONE: [0x280a, 'Invalid timzone format'],
  FUNC_PARAM_VALUE: [0x2803, 'Invalid parameter value'],
  FUNC_MIX: [
    0x264f,
    'Some functions are allowed only in the SELECT list of a query. And, cannot be mixed with other non scalar functions or columns.',
  ],
  JSON_GROUP: [0x072e, 'Json not support in group/partition by'],
  FILL_RANGE: [0x263b, 'Start(end) time of query range required or time range too large'],
  AGG_NESTED: [0x2627, 'Aggregate functions do not support nesting'],
  AGG_IN_WHERE: [0x2608, "There mustn't be aggregation"],
  UNION_COLUMNS: [0x2634, 'Query block has incorrect number of result columns'],
  ORDER_POSITION: [0x2609, 'ORDER BY item must be the number of a SELECT-list expression'],
  VALUE_TOO_LONG: [0x2653, 'Value too long for column/tag'],
  DELETE_WHERE: [0x2655, 'The DELETE statement must only have a definite time window range'],
  INVALID_VARBINARY: [0x266a, 'Invalid varbinary value'],
  INVALID_COUNT_WINDOW: [0x2600, 'Size of Count window must exceed 1'],
  TIME_MISMATCH: [0x2806, 'Func to_timestamp failed for format mismatch'],
  TIME_INVALID: [0x2807, 'Func to_timestamp failed for wrong timestamp'],
  TIME_UNSUPPORTED: [0x2808, 'Func to_timestamp failed for unsupported timestamp format'],
  STATE_TYPE: [0x2628, 'Only support STATE_WINDOW on integer/bool/varchar column'],
  STATE_TAG: [0x2629, 'Not support STATE_WINDOW on tag column'],
  SESSION_GAP: [0x262b, 'SESSION gap should be fixed time window, and greater than 0'],
  SESSION_COLUMN: [0x262c, 'Only support SESSION on primary timestamp column'],
  GROUP_AND_WINDOW: [0x2624, "GROUP BY and WINDOW-clause can't be used together"],
  SLIMIT_WITHOUT_GROUPS: [0x2638, 'slimit/soffset only available for PARTITION/GROUP BY query'],
  DROP_PRIMARY_KEY: [0x264a, 'Primary timestamp column cannot be dropped'],
  ONLY_SINGLE_TABLE: [0x265f, 'Only support single table'],
  NOT_ALLOWED_FUNC: [0x264f, 'Not allowed function'],
  JOIN_TIME_EXPECTED: [0x2701, 'primary timestamp equal condition is expected in join conditions'],
  CROSS_JOIN: [0x2702, 'not support cross join'],
  DUPLICATE_TIMES: [0x2805, 'Duplicate timestamps not allowed in function'],
  INVALID_FUNC_TYPE: [0x2802, 'Invalid parameter data type'],
} as const satisfies Record<string, readonly [number, string]>

/** Name of an error that the engine answers. */
export type EngineErrorName = keyof typeof table

/** Makes an engine error with its fixed text, or with `text` in its place. */
export function engineError(name: EngineErrorName, text?: string): EngineError {
  const [code, fixed] = table[name]
  return new EngineError(code, text ?? fixed)
}

/** An error of the shape `fixed text: detail`. */
export function engineErrorAbout(name: EngineErrorName, detail: string): EngineError {
  const [code, fixed] = table[name]
  return new EngineError(code, `${fixed}: ${detail}`)
}

/** The code of a named error. */
export function engineCode(name: EngineErrorName): number {
  return table[name][0]
}

/**
 * What this server does not do: refused with TDengine's "Operation not supported", naming the construct and the
 * speaker, so that nobody takes it for TDengine's answer.
 */
export function unsupported(construct: string): EngineError {
  return new EngineError(
    0x0100,
    `Operation not supported: ${construct} (Tidewire's TDengine development server)`,
  )
}
