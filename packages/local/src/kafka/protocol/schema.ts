import type { WireReader } from './wire-reader.ts'
import { MalformedRequest } from './wire-reader.ts'
import { type FileRegion, WireWriter } from './wire-writer.ts'

/**
 * Message tables. A field says from which version it is on the wire, from which it may be null, and its default; a codec
 * for one version is compiled from the table on first use.
 */

/** Reads and writes a value in one version of a message. */
export interface Codec<Out, In = Out> {
  read(reader: WireReader): Out
  write(writer: WireWriter, value: In): void
}

type Compile<Out, In> = (version: number, flexible: boolean, nullable: boolean) => Codec<Out, In>

interface FieldRange {
  readonly since: number
  readonly until: number
  readonly nullableSince: number
  readonly tag: number | undefined
  readonly taggedSince: number
}

/** One field of a message: `Out` is what reading gives, `In` what writing takes, `Optional` whether `In` may be absent. */
export class Field<Out, In = Out, Optional extends boolean = false> {
  readonly compile: Compile<Out, In>
  readonly zero: Out
  readonly range: FieldRange
  /** Only for the type checker. */
  declare readonly optional: Optional

  constructor(compile: Compile<Out, In>, zero: Out, range: Partial<FieldRange> = {}) {
    this.compile = compile
    this.zero = zero
    this.range = {
      since: 0,
      until: Number.POSITIVE_INFINITY,
      nullableSince: Number.POSITIVE_INFINITY,
      tag: undefined,
      taggedSince: Number.POSITIVE_INFINITY,
      ...range,
    }
  }

  /** On the wire from this version on. */
  since(version: number): Field<Out, In, Optional> {
    return new Field(this.compile, this.zero, { ...this.range, since: version })
  }

  /** On the wire up to and including this version. */
  until(version: number): Field<Out, In, Optional> {
    return new Field(this.compile, this.zero, { ...this.range, until: version })
  }

  /** May be null from this version on. */
  nullable(version = 0): Field<Out | null, In | null, Optional> {
    const compile = this.compile as Compile<Out | null, In | null>
    return new Field<Out | null, In | null, Optional>(compile, this.zero, {
      ...this.range,
      nullableSince: version,
    })
  }

  /** The value when the field is absent, in reading and in writing. */
  or(value: Out): Field<Out, In, true> {
    return new Field<Out, In, true>(this.compile, value, this.range)
  }

  /** A tagged field of flexible versions: written only when it differs from the default. */
  tagged(tag: number, version = 0): Field<Out, In, true> {
    return new Field<Out, In, true>(this.compile, this.zero, {
      ...this.range,
      tag,
      taggedSince: version,
    })
  }
}

/** The fields of a message or a struct, in the order of the wire. */
export type Shape = Readonly<Record<string, Field<unknown, never, boolean>>>

/** What reading a struct gives: every field, with defaults for those that the version lacks. */
export type Decoded<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends Field<infer Out, never, boolean> ? Out : never
}

type InputOf<F> = F extends Field<infer _Out, infer In, boolean> ? In : never
type OptionalKeys<S extends Shape> = {
  [K in keyof S]: S[K]['optional'] extends true ? K : never
}[keyof S]

/** What writing a struct takes: fields with a default may be left out. */
export type Encodable<S extends Shape> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: InputOf<S[K]>
} & { readonly [K in OptionalKeys<S>]?: InputOf<S[K]> | undefined }

function plain<T>(codec: Codec<T>, zero: T): Field<T> {
  return new Field<T>(() => codec, zero)
}

/** One byte, 0 or 1. */
export const bool: Field<boolean> = plain(
  { read: r => r.bool(), write: (w, v) => w.bool(v) },
  false,
)
/** A signed byte. */
export const int8: Field<number> = plain({ read: r => r.int8(), write: (w, v) => w.int8(v) }, 0)
/** Two bytes, signed. */
export const int16: Field<number> = plain({ read: r => r.int16(), write: (w, v) => w.int16(v) }, 0)
/** Four bytes, signed. */
export const int32: Field<number> = plain({ read: r => r.int32(), write: (w, v) => w.int32(v) }, 0)
/** Eight bytes, signed. */
export const int64: Field<bigint> = plain({ read: r => r.int64(), write: (w, v) => w.int64(v) }, 0n)
/** Eight bytes, IEEE 754. */
export const float64: Field<number> = plain(
  { read: r => r.float64(), write: (w, v) => w.float64(v) },
  0,
)

/** The topic id that stands for "none". */
export const zeroUuid: string = '0'.repeat(32)
/** 16 bytes, as 32 hexadecimal digits. */
export const uuid: Field<string> = plain(
  { read: r => r.uuid(), write: (w, v) => w.uuid(v) },
  zeroUuid,
)

/** Length before a string (`int16`) or bytes and arrays (`int32`); compact in flexible versions; -1 is null. */
function readLength(reader: WireReader, flexible: boolean, short: boolean): number {
  if (flexible) return reader.unsignedVarint() - 1
  return short ? reader.int16() : reader.int32()
}

function writeLength(writer: WireWriter, flexible: boolean, short: boolean, size: number): void {
  if (flexible) writer.unsignedVarint(size + 1)
  else if (short) writer.int16(size)
  else writer.int32(size)
}

/** Wraps the null rule around a value that begins with a length. */
function lengthPrefixed<Out, In>(
  short: boolean,
  read: (reader: WireReader, length: number) => Out,
  lengthOf: (value: In) => number,
  write: (writer: WireWriter, value: In, length: number) => void,
): Compile<Out, In> {
  return (_version, flexible, nullable) => ({
    read(reader) {
      const length = readLength(reader, flexible, short)
      if (length < 0) {
        if (!nullable) throw new MalformedRequest('null where a value is required')
        return null as Out
      }
      return read(reader, length)
    },
    write(writer, value) {
      if (value === null) {
        if (!nullable) throw new TypeError('null in a field that cannot be null')
        writeLength(writer, flexible, short, -1)
        return
      }
      const length = lengthOf(value)
      writeLength(writer, flexible, short, length)
      write(writer, value, length)
    },
  })
}

/** A text behind its length; compact in flexible versions (KIP-482). */
export const string: Field<string> = new Field<string>(
  lengthPrefixed<string, string>(
    true,
    (reader, length) => reader.text(length),
    value => Buffer.byteLength(value),
    (writer, value, length) => writer.text(value, length),
  ),
  '',
)

/** Bytes behind their length; compact in flexible versions (KIP-482). */
export const bytes: Field<Buffer, Uint8Array> = new Field<Buffer, Uint8Array>(
  lengthPrefixed<Buffer, Uint8Array>(
    false,
    (reader, length) => reader.bytes(length),
    value => value.length,
    (writer, value) => writer.bytes(value),
  ),
  Buffer.alloc(0),
)

/** Record batches: a view of the request when read; bytes or a region of a segment file when written. */
export const records: Field<Buffer | null, Uint8Array | FileRegion | null> = new Field<
  Buffer | null,
  Uint8Array | FileRegion | null
>(
  lengthPrefixed<Buffer | null, Uint8Array | FileRegion | null>(
    false,
    (reader, length) => reader.bytes(length),
    value => (value === null ? 0 : value instanceof Uint8Array ? value.length : value.size),
    (writer, value) => {
      if (value === null) return
      if (value instanceof Uint8Array) writer.bytes(value)
      else writer.region(value)
    },
  ),
  null,
  { nullableSince: 0 },
)

/** An array of a plain field, e.g. `array(int32)`. */
export function array<Out, In>(
  element: Field<Out, In, boolean>,
): Field<readonly Out[], readonly In[]> {
  return arrayOf((version, flexible) => element.compile(version, flexible, false))
}

/** An array of structs. */
export function list<S extends Shape>(
  shape: S,
): Field<readonly Decoded<S>[], readonly Encodable<S>[]> {
  return arrayOf((version, flexible) => structCodec(shape, version, flexible))
}

function arrayOf<Out, In>(
  compileElement: (version: number, flexible: boolean) => Codec<Out, In>,
): Field<readonly Out[], readonly In[]> {
  return new Field<readonly Out[], readonly In[]>((version, flexible, nullable) => {
    const element = compileElement(version, flexible)
    return lengthPrefixed<readonly Out[], readonly In[]>(
      false,
      (reader, count) => {
        // Every element takes at least a byte: a count beyond the frame is a lie, found before memory is given to it.
        if (count > reader.remaining) throw new MalformedRequest(`array of ${count} elements`)
        const values: Out[] = []
        for (let i = 0; i < count; i += 1) values.push(element.read(reader))
        return values
      },
      values => values.length,
      (writer, values) => {
        for (const value of values) element.write(writer, value)
      },
    )(version, flexible, nullable)
  }, [])
}

/** A struct; null is a marker byte of -1. */
export function struct<S extends Shape>(shape: S): Field<Decoded<S>, Encodable<S>> {
  return new Field<Decoded<S>, Encodable<S>>(
    (version, flexible, nullable) => {
      const codec = structCodec(shape, version, flexible)
      if (!nullable) return codec
      return {
        read: reader => (reader.int8() < 0 ? (null as unknown as Decoded<S>) : codec.read(reader)),
        write(writer, value) {
          writer.int8(value === null ? -1 : 1)
          if (value !== null) codec.write(writer, value)
        },
      }
    },
    {} as Decoded<S>,
  )
}

interface CompiledField {
  readonly name: string
  readonly codec: Codec<unknown, unknown>
  readonly zero: unknown
}

/** Compiles a struct for one version. */
export function structCodec<S extends Shape>(
  shape: S,
  version: number,
  flexible: boolean,
): Codec<Decoded<S>, Encodable<S>> {
  const ordered: CompiledField[] = []
  const tagged = new Map<number, CompiledField>()
  const absent: [string, unknown][] = []
  for (const [name, field] of Object.entries(shape)) {
    const { since, until, nullableSince, tag, taggedSince } = field.range
    const codec = field.compile(version, flexible, version >= nullableSince) as Codec<
      unknown,
      unknown
    >
    const compiled = { name, codec, zero: field.zero }
    if (tag !== undefined) {
      if (version >= taggedSince) tagged.set(tag, compiled)
      absent.push([name, field.zero])
    } else if (version >= since && version <= until) ordered.push(compiled)
    else absent.push([name, field.zero])
  }
  const tags = [...tagged].sort(([a], [b]) => a - b)

  return {
    read(reader) {
      const value: Record<string, unknown> = {}
      for (const { name, codec } of ordered) value[name] = codec.read(reader)
      for (const [name, zero] of absent) value[name] = zero
      if (flexible) {
        for (let left = reader.unsignedVarint(); left > 0; left -= 1) {
          const field = tagged.get(reader.unsignedVarint())
          const size = reader.unsignedVarint()
          if (field === undefined) reader.skip(size)
          else value[field.name] = field.codec.read(reader)
        }
      }
      return value as Decoded<S>
    },
    write(writer, input) {
      const value = input as Readonly<Record<string, unknown>>
      for (const { name, codec, zero } of ordered) {
        const given = value[name]
        codec.write(writer, given === undefined ? zero : given)
      }
      if (!flexible) return
      const present = tags.filter(
        ([, { name, zero }]) => value[name] !== undefined && value[name] !== zero,
      )
      writer.unsignedVarint(present.length)
      for (const [tag, { name, codec }] of present) {
        const body = new WireWriter(128)
        codec.write(body, value[name])
        writer.unsignedVarint(tag)
        writer.unsignedVarint(body.size)
        writer.bytes(body.toBuffer())
      }
    },
  }
}
