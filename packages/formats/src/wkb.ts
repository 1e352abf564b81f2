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
const maxDepth = 32

class WkbReader {
  readonly #bytes: Buffer
  readonly #print: (coordinate: number) => string
  #at = 0
  little = true

  constructor(bytes: Uint8Array, print: (coordinate: number) => string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#print = print
  }

  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  order(): void {
    this.little = this.#bytes.readUInt8(this.#at) === 1
    this.#at += 1
  }

  count(): number {
    const at = this.#at
    this.#at += 4
    return this.little ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at)
  }

  double(): number {
    const at = this.#at
    this.#at += 8
    return this.little ? this.#bytes.readDoubleLE(at) : this.#bytes.readDoubleBE(at)
  }

  position(dimensions: number): string {
    const values: string[] = []
    for (let i = 0; i < dimensions; i += 1) values.push(this.#print(this.double()))
    return values.join(' ')
  }

  list(item: () => string): string {
    const count = this.count()
    if (count === 0) return 'EMPTY'
    const items: string[] = []
    for (let i = 0; i < count; i += 1) items.push(item())
    return `(${items.join(', ')})`
  }
}

/** Kind and dimensions of the geometry that begins here (ISO and extended well-known binary). */
function head(reader: WkbReader): { readonly kind: number; readonly dimensions: number } {
  reader.order()
  const code = reader.count()
  const extended = (code & 0x80000000) !== 0 ? 1 : 0
  const measured = (code & 0x40000000) !== 0 ? 1 : 0
  const iso = Math.floor((code & 0x0fffffff) / 1000)
  const more = iso === 3 ? 2 : iso > 0 ? 1 : 0
  return { kind: (code & 0x0fffffff) % 1000, dimensions: 2 + extended + measured + more }
}

function content(reader: WkbReader, kind: number, dimensions: number, depth: number): string {
  const member = () => {
    const inner = head(reader)
    return content(reader, inner.kind, inner.dimensions, depth + 1)
  }
  switch (kind) {
    case 1: {
      const text = reader.position(dimensions)
      return text.startsWith('NaN') ? 'EMPTY' : `(${text})`
    }
    case 2:
      return reader.list(() => reader.position(dimensions))
    case 3:
      return reader.list(() => reader.list(() => reader.position(dimensions)))
    case 7:
      return reader.list(() => geometry(reader, depth + 1))
    default:
      return reader.list(member)
  }
}

function geometry(reader: WkbReader, depth: number): string {
  const { kind, dimensions } = head(reader)
  const name = names[kind]
  if (name === undefined || name === '' || depth > maxDepth) throw new RangeError('geometry kind')
  return `${name} ${content(reader, kind, dimensions, depth)}`
}

/**
 * Well-known text of a geometry in well-known binary; null when the bytes are none. `print` writes a coordinate, by
 * default with the fewest digits.
 */
export function wkbToWkt(
  bytes: Uint8Array,
  print: (coordinate: number) => string = String,
): string | null {
  const reader = new WkbReader(bytes, print)
  try {
    const text = geometry(reader, 0)
    return reader.done ? text : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
