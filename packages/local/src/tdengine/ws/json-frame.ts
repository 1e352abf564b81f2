/** A JSON value with integers that do not fit a double kept as bigint. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** Parses JSON without losing 64-bit integers; undefined when the text is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text, keepIntegers) as Json
  } catch {
    return undefined
  }
}

function keepIntegers(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  // `1e3` and `1.0` are no integers to the adapter's decoder; keep them apart by their spelling.
  if (!/^-?\d+$/.test(source)) return new NotInteger(value, source)
  return Number.isSafeInteger(value) ? value : BigInt(source)
}

/** A number with a point or an exponent. */
export class NotInteger {
  readonly value: number
  readonly source: string

  constructor(value: number, source: string) {
    this.value = value
    this.source = source
  }
}

/** Prints JSON with bigints as numbers. */
export function printJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? rawNumber(item) : item,
  )
}

function rawNumber(value: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(value.toString())
}

/** A member of an object by its name in any letter case, as the adapter's decoder finds it. */
export function member(object: Json | undefined, name: string): Json | undefined {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  const entries = object as { readonly [key: string]: Json }
  if (Object.hasOwn(entries, name)) return entries[name]
  const key = Object.keys(entries).find(candidate => candidate.toLowerCase() === name)
  return key === undefined ? undefined : entries[key]
}

const maxUint64 = 0xffff_ffff_ffff_ffffn

/** The request id of broken arguments: the digits that `req_id` begins with. */
export function looseRequestId(args: Json | undefined): bigint {
  const value = member(args, 'req_id') as unknown
  const text =
    value instanceof NotInteger
      ? value.source
      : typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
        ? String(value)
        : ''
  const digits = /^\d+/.exec(text)?.[0]
  const id = digits === undefined ? 0n : BigInt(digits)
  return id > maxUint64 ? 0n : id
}

/** Kinds of arguments: `uint` is an unsigned 64-bit integer. */
export type ArgumentKind = 'uint' | 'int' | 'string' | 'bool' | 'array' | 'object' | 'any'

/** Names and kinds of an action's arguments. */
export type ArgumentKinds = Readonly<Record<string, ArgumentKind>>

/** Arguments of an action, as far as they were given. */
export class Arguments {
  readonly #values: ReadonlyMap<string, Json>

  constructor(values: ReadonlyMap<string, Json>) {
    this.#values = values
  }

  /** An unsigned integer; 0 when absent. */
  uint(name: string): bigint {
    const value = this.#values.get(name)
    return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n
  }

  /** An integer; undefined when absent. */
  int(name: string): number | undefined {
    const value = this.#values.get(name)
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
  }

  /** A text; empty when absent. */
  string(name: string): string {
    const value = this.#values.get(name)
    return typeof value === 'string' ? value : ''
  }

  /** A flag; false when absent. */
  bool(name: string): boolean {
    return this.#values.get(name) === true
  }

  /** A list; empty when absent. */
  array(name: string): readonly Json[] {
    const value = this.#values.get(name)
    return Array.isArray(value) ? (value as readonly Json[]) : []
  }

  /** Any value. */
  any(name: string): Json | undefined {
    return this.#values.get(name)
  }
}

function fits(value: Json, kind: ArgumentKind): boolean {
  switch (kind) {
    case 'uint':
      return (
        (typeof value === 'number' && Number.isInteger(value) && value >= 0) ||
        (typeof value === 'bigint' && value >= 0n && value <= maxUint64)
      )
    case 'int':
      return (typeof value === 'number' && Number.isInteger(value)) || typeof value === 'bigint'
    case 'string':
      return typeof value === 'string'
    case 'bool':
      return typeof value === 'boolean'
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'any':
      return true
  }
}

/** Reads arguments by their kinds; undefined when one is of another kind. `null` counts as absent. */
export function readArguments(args: Json | undefined, kinds: ArgumentKinds): Arguments | undefined {
  if (typeof args !== 'object' || Array.isArray(args)) return undefined
  const values = new Map<string, Json>()
  for (const [name, kind] of Object.entries(kinds)) {
    const value = member(args, name)
    if (value === undefined || value === null) continue
    if ((value as unknown) instanceof NotInteger || !fits(value, kind)) return undefined
    values.set(name, value)
  }
  return new Arguments(values)
}
