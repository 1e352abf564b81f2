import { ByteReader, ByteWriter } from './byte-reader.ts'

/** Kinds of geometry in well-known binary and text (OGC Simple Features). */
const kinds = [
  'POINT',
  'LINESTRING',
  'POLYGON',
  'MULTIPOINT',
  'MULTILINESTRING',
  'MULTIPOLYGON',
  'GEOMETRYCOLLECTION',
] as const
type Kind = (typeof kinds)[number]
type Coordinates = readonly number[]

/** A geometry: coordinates nested as deep as the kind has them. */
type Geometry =
  | { readonly kind: 'POINT'; readonly point: Coordinates | null }
  | { readonly kind: 'LINESTRING'; readonly points: readonly Coordinates[] }
  | { readonly kind: 'POLYGON'; readonly rings: readonly (readonly Coordinates[])[] }
  | {
      readonly kind: 'MULTIPOINT' | 'MULTILINESTRING' | 'MULTIPOLYGON' | 'GEOMETRYCOLLECTION'
      readonly parts: readonly Geometry[]
    }

const maximumDepth = 8

/**
 * Encodes well-known text as little-endian WKB with two coordinates a point, as TDengine stores GEOMETRY. Returns null
 * when the text is no geometry.
 */
export function wktToWkb(text: string): Buffer | null {
  const parser = new WktParser(text)
  const geometry = parser.whole()
  if (geometry === null) return null
  const writer = new ByteWriter()
  writeGeometry(writer, geometry)
  return writer.finish()
}

/** Prints little-endian or big-endian WKB as well-known text; `TDENGINE_FRAME` when it is no geometry. */
export function wkbToWkt(bytes: Buffer): string {
  const reader = new WkbReader(bytes)
  return printGeometry(reader.geometry(0))
}

function double(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeDoubleLE(value)
  return bytes
}

function writeGeometry(writer: ByteWriter, geometry: Geometry): void {
  writer.u8(1).u32(kinds.indexOf(geometry.kind) + 1)
  const points = (list: readonly Coordinates[]) => {
    writer.u32(list.length)
    for (const point of list) for (const value of point) writer.bytes(double(value))
  }
  switch (geometry.kind) {
    case 'POINT':
      for (const value of geometry.point ?? [Number.NaN, Number.NaN]) writer.bytes(double(value))
      return
    case 'LINESTRING':
      points(geometry.points)
      return
    case 'POLYGON':
      writer.u32(geometry.rings.length)
      for (const ring of geometry.rings) points(ring)
      return
    default:
      writer.u32(geometry.parts.length)
      for (const part of geometry.parts) writeGeometry(writer, part)
  }
}

class WktParser {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#tokens = text.match(/[A-Za-z]+|[(),]|[^\s(),]+/g) ?? []
  }

  whole(): Geometry | null {
    const geometry = this.#geometry(0)
    return this.#at === this.#tokens.length ? geometry : null
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== token) return false
    this.#at += 1
    return true
  }

  #geometry(depth: number): Geometry | null {
    const kind = kinds.find(name => name === this.#tokens[this.#at]?.toUpperCase())
    if (kind === undefined || depth > maximumDepth) return null
    this.#at += 1
    const empty = this.#accept('EMPTY')
    switch (kind) {
      case 'POINT': {
        const points = empty ? [] : this.#list(() => this.#point())
        if (points === null || (!empty && points.length !== 1)) return null
        return { kind, point: points[0] ?? null }
      }
      case 'LINESTRING': {
        const points = empty ? [] : this.#list(() => this.#point())
        return points === null ? null : { kind, points }
      }
      case 'POLYGON': {
        const rings = empty ? [] : this.#list(() => this.#list(() => this.#point()))
        return rings === null ? null : { kind, rings }
      }
      default: {
        const parts = empty ? [] : this.#list(() => this.#part(kind, depth))
        return parts === null ? null : { kind, parts }
      }
    }
  }

  #part(kind: Kind, depth: number): Geometry | null {
    switch (kind) {
      case 'MULTIPOINT': {
        const nested = this.#tokens[this.#at] === '('
        const points = nested ? this.#list(() => this.#point()) : [this.#point()]
        const point = points?.length === 1 ? points[0] : null
        return point === null || point === undefined ? null : { kind: 'POINT', point }
      }
      case 'MULTILINESTRING': {
        const points = this.#list(() => this.#point())
        return points === null ? null : { kind: 'LINESTRING', points }
      }
      case 'MULTIPOLYGON': {
        const rings = this.#list(() => this.#list(() => this.#point()))
        return rings === null ? null : { kind: 'POLYGON', rings }
      }
      default:
        return this.#geometry(depth + 1)
    }
  }

  #list<T>(item: () => T | null): T[] | null {
    if (!this.#accept('(')) return null
    const items: T[] = []
    do {
      const next = item()
      if (next === null) return null
      items.push(next)
    } while (this.#accept(','))
    return this.#accept(')') ? items : null
  }

  #point(): Coordinates | null {
    const point: number[] = []
    for (let i = 0; i < 2; i += 1) {
      const token = this.#tokens[this.#at] ?? ''
      if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(token)) {
        if (!/^[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+$/.test(token)) return null
      }
      point.push(Number(token))
      this.#at += 1
    }
    return point
  }
}

class WkbReader {
  readonly #reader: ByteReader
  #little = true

  constructor(bytes: Buffer) {
    this.#reader = new ByteReader(bytes, 'a GEOMETRY')
  }

  geometry(depth: number): Geometry {
    if (depth > maximumDepth) throw this.#reader.malformed('is nested too deep')
    this.#little = this.#reader.u8() !== 0
    const id = this.#u32()
    const kind = kinds[id - 1]
    switch (kind) {
      case undefined:
        throw this.#reader.malformed(`has the unknown kind ${id}`)
      case 'POINT': {
        const point = this.#point()
        return { kind, point: point.some(Number.isNaN) ? null : point }
      }
      case 'LINESTRING':
        return { kind, points: this.#points() }
      case 'POLYGON':
        return { kind, rings: this.#many(4, () => this.#points()) }
      default:
        return { kind, parts: this.#many(9, () => this.geometry(depth + 1)) }
    }
  }

  #u32(): number {
    const at = this.#reader.skip(4)
    const { bytes } = this.#reader
    return this.#little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
  }

  #double(): number {
    const at = this.#reader.skip(8)
    const { bytes } = this.#reader
    return this.#little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at)
  }

  #point(): Coordinates {
    return [this.#double(), this.#double()]
  }

  #points(): Coordinates[] {
    return this.#many(16, () => this.#point())
  }

  #many<T>(size: number, item: () => T): T[] {
    const count = this.#u32()
    if (count * size > this.#reader.remaining) throw this.#reader.malformed('ends too early')
    return Array.from({ length: count }, item)
  }
}

const printPoints = (points: readonly Coordinates[]) =>
  `(${points.map(point => point.join(' ')).join(', ')})`

const printRings = (rings: readonly (readonly Coordinates[])[]) =>
  `(${rings.map(printPoints).join(', ')})`

function printGeometry(geometry: Geometry): string {
  return `${geometry.kind} ${printBody(geometry)}`
}

function printBody(geometry: Geometry): string {
  switch (geometry.kind) {
    case 'POINT':
      return geometry.point === null ? 'EMPTY' : printPoints([geometry.point])
    case 'LINESTRING':
      return geometry.points.length === 0 ? 'EMPTY' : printPoints(geometry.points)
    case 'POLYGON':
      return geometry.rings.length === 0 ? 'EMPTY' : printRings(geometry.rings)
    case 'GEOMETRYCOLLECTION':
      if (geometry.parts.length === 0) return 'EMPTY'
      return `(${geometry.parts.map(printGeometry).join(', ')})`
    default:
      if (geometry.parts.length === 0) return 'EMPTY'
      return `(${geometry.parts.map(printBody).join(', ')})`
  }
}
