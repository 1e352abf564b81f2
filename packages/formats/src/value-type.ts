/** The types a field or tag can have, with TDengine's ids of them on the wire. */
export const valueTypes = {
  BOOL: 1,
  TINYINT: 2,
  SMALLINT: 3,
  INT: 4,
  BIGINT: 5,
  FLOAT: 6,
  DOUBLE: 7,
  VARCHAR: 8,
  NCHAR: 10,
  'TINYINT UNSIGNED': 11,
  'SMALLINT UNSIGNED': 12,
  'INT UNSIGNED': 13,
  'BIGINT UNSIGNED': 14,
  VARBINARY: 16,
  GEOMETRY: 20,
} as const

/** A type's name, as TDengine's DESCRIBE prints it. */
export type ValueTypeName = keyof typeof valueTypes

/** A type's id, as TDengine has it on the wire. */
export type ValueTypeId = (typeof valueTypes)[ValueTypeName]

const names = new Map<number, ValueTypeName>(
  Object.entries(valueTypes).map(([name, id]) => [id, name as ValueTypeName]),
)

/** The name of a type id. */
export function valueTypeName(id: ValueTypeId): ValueTypeName {
  return names.get(id) ?? 'DOUBLE'
}

/** True for the types whose values have a length of their own. */
export function isVariableType(id: ValueTypeId | 0): boolean {
  return (
    id === valueTypes.VARCHAR ||
    id === valueTypes.NCHAR ||
    id === valueTypes.VARBINARY ||
    id === valueTypes.GEOMETRY
  )
}
