/** Names of the geometry types of well-known binary, by number. */
const names = [
  '',
  'POINT',
  'LINESTRING',
  'POLYGON',
  'MULTIPOINT',
  'MULTILINESTRING',
  'MULTIPOLYGON',
  'GEOMETRYCOLLECTION',
] as const

class Reader {
  readonly #bytes: Buffer
  #at = 0
  #little = true

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  order(): void {
    this.#little = this.#bytes.readUInt8(this.#at) === 1
    this.#at += 1
  }

  uint(): number {
    const at = this.#at
    this.#at += 4
    return this.#little ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at)
  }

  double(): string {
    const at = this.#at
    this.#at += 8
    const value = this.#little ? this.#bytes.readDoubleLE(at) : this.#bytes.readDoubleBE(at)
    return value.toFixed(6)
  }

  point(): string {
    return `${this.double()} ${this.double()}`
  }

  /** Reads a count and that many parts, in parentheses. */
  list(part: () => string): string {
    const count = this.uint()
    if (count === 0) return 'EMPTY'
    return `(${Array.from({ length: count }, part).join(', ')})`
  }
}

function geometry(reader: Reader, depth: number, bare: boolean): string {
  if (depth > 16) throw new RangeError('geometry is nested too deeply')
  reader.order()
  const type = reader.uint() & 0xff
  const name = names[type]
  if (name === undefined || name === '') throw new RangeError(`unknown geometry type ${type}`)
  const points = () => reader.list(() => reader.point())
  const body = (): string => {
    if (type === 1) return `(${reader.point()})`
    if (type === 2) return points()
    if (type === 3) return reader.list(points)
    return reader.list(() => geometry(reader, depth + 1, type !== 7))
  }
  return bare ? body() : `${name} ${body()}`
}

/** Well-known binary as well-known text with six decimals, as the TDengine shell prints GEOMETRY; bad bytes as hex. */
export function geometryText(bytes: Buffer): string {
  try {
    return geometry(new Reader(bytes), 0, false)
  } catch {
    return `\\x${bytes.toString('hex').toUpperCase()}`
  }
}
