/** Types of configuration values, with their codes in DescribeConfigs. */
export const configType = {
  boolean: 1,
  string: 2,
  int: 3,
  long: 5,
  double: 6,
  list: 7,
} as const

/** Name of a configuration type. */
export type ConfigTypeName = keyof typeof configType

/** A configuration key of topics, of the broker, or of both. */
export interface ConfigKey {
  readonly name: string
  readonly type: ConfigTypeName
  /** Kafka's default, except where the documentation of the local broker says otherwise. */
  readonly value: string | null
  readonly doc: string
  readonly least?: number
  readonly most?: number
  /** The values (or list elements) that are allowed. */
  readonly oneOf?: readonly string[]
  /** The broker key that gives a topic key its default. */
  readonly broker?: string
}

const ranges = {
  int: [-2_147_483_648, 2_147_483_647],
  long: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
} as const

/** What is wrong with a value of a key; null when it is good. */
export function problemOf(key: ConfigKey, value: string): string | null {
  const bad = (reason: string) => `Invalid value ${value} for configuration ${key.name}: ${reason}`
  switch (key.type) {
    case 'boolean':
      return /^(true|false)$/i.test(value) ? null : bad('Expected value to be either true or false')
    case 'int':
    case 'long': {
      if (!/^[+-]?\d{1,19}$/.test(value))
        return bad(`Not a number of type ${key.type.toUpperCase()}`)
      const number = Number(value)
      const [least, most] = ranges[key.type]
      if (number < least || number > most)
        return bad(`Not a number of type ${key.type.toUpperCase()}`)
      return outOfRange(key, number, bad)
    }
    case 'double': {
      const number = Number(value)
      if (value.trim() === '' || Number.isNaN(number)) return bad('Not a number of type DOUBLE')
      return outOfRange(key, number, bad)
    }
    case 'list':
    case 'string': {
      const { oneOf } = key
      if (oneOf === undefined) return null
      const parts = key.type === 'list' ? listOf(value) : [value]
      const wrong = parts.find(part => !oneOf.includes(part))
      return wrong === undefined ? null : bad(`String must be one of: ${oneOf.join(', ')}`)
    }
  }
}

function outOfRange(
  key: ConfigKey,
  number: number,
  bad: (reason: string) => string,
): string | null {
  if (key.least !== undefined && number < key.least)
    return bad(`Value must be at least ${key.least}`)
  if (key.most !== undefined && number > key.most)
    return bad(`Value must be no more than ${key.most}`)
  return null
}

/** The elements of a comma-separated list. */
export function listOf(value: string): readonly string[] {
  return value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
}
