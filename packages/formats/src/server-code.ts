/**
 * What TDengine answers to texts that it refuses: the low 16 bits of its error codes with their fixed texts (TDengine
 * schemaless writing).
 */
export const serverCodes = {
  invalidTimestamp: 0x0127,
  invalidValue: 0x0203,
  invalidTableName: 0x020a,
  invalidColumnName: 0x021f,
  invalidJson: 0x0221,
  invalidJsonType: 0x0222,
  outOfRange: 0x0224,
  invalidInput: 0x070f,
  duplicatedColumn: 0x263c,
  tooManyColumns: 0x2640,
  invalidLength: 0x2642,
  tooManyTags: 0x2643,
  invalidVarbinary: 0x266a,
  invalidGeometry: 0x2803,
  invalidData: 0x3002,
  notSameType: 0x3004,
} as const

/** One of TDengine's codes for a text that it refuses. */
export type ServerCode = (typeof serverCodes)[keyof typeof serverCodes]

const texts: Readonly<Record<ServerCode, string>> = {
  295: 'Invalid timestamp format',
  515: 'Invalid value in client',
  522: 'Table name too long',
  543: 'Invalid column length',
  545: 'Invalid JSON format',
  546: 'Invalid JSON data type',
  548: 'Value out of range',
  1807: 'invalid input',
  9788: 'Duplicated column names',
  9792: 'Too many columns',
  9794: 'Invalid varbinary/binary/nchar column/tag length',
  9795: 'Invalid number of tag columns',
  9834: 'Invalid varbinary value',
  10243: 'Invalid function para value',
  12290: 'Invalid data format',
  12292: 'Not the same type like before',
}

/** The fixed text of a code. */
export function serverText(code: ServerCode): string {
  return texts[code]
}

/** Limits of TDengine (wire protocol, limits): names in bytes, counts, and the longest values in bytes or characters. */
export const serverLimits = {
  tableName: 192,
  columnName: 64,
  tags: 128,
  columns: 4096,
  varchar: 65_517,
  nchar: 16_379,
} as const
