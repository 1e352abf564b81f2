/** The types of Kafka Connect's data model. */
export const schemaTypes = [
  'int8',
  'int16',
  'int32',
  'int64',
  'float32',
  'float64',
  'boolean',
  'string',
  'bytes',
  'array',
  'map',
  'struct',
] as const

/** One type of Kafka Connect's data model. */
export type SchemaType = (typeof schemaTypes)[number]

/** A Kafka Connect schema. `name` marks logical types such as `org.apache.kafka.connect.data.Timestamp`. */
export interface Schema {
  readonly type: SchemaType
  readonly optional: boolean
  readonly name?: string
  readonly version?: number
  readonly doc?: string
  readonly default?: unknown
  readonly parameters?: Readonly<Record<string, string>>
  /** Fields of a struct, in order. */
  readonly fields?: readonly Field[]
  /** Schema of the keys of a map. */
  readonly keySchema?: Schema
  /** Schema of the elements of an array or of the values of a map. */
  readonly valueSchema?: Schema
}

/** A named field of a struct schema. */
export interface Field {
  readonly name: string
  readonly schema: Schema
}
