/** Kinds of geometry with their numbers in well-known binary (OGC Simple Features). */
const kinds: Readonly<Record<string, number>> = {
  POINT: 1,
  LINESTRING: 2,
  POLYGON: 3,
  MULTIPOINT: 4,
  MULTILINESTRING: 5,
  MULTIPOLYGON: 6,
  GEOMETRYCOLLECTION: 7,
}

const tokenPattern = /\s*([A-Za-z]+|[(),]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y
const maxDepth = 32

class WktReader {
  readonly #text: string
  #at = 0
  token: string | null = null

  constructor(text: string) {
    this.#text = text
    this.next()
  }

  next(): void {
    tokenPattern.lastIndex = this.#at
    const match = tokenPattern.exec(this.#text)
    if (match === null) {
      this.token = this.#text.slice(this.#at).trim() === '' ? null : '?'
      return
    }
    this.#at = tokenPattern.lastIndex
    this.token = match[1] ?? null
  }

  take(token: string): boolean {
    if (this.token?.toUpperCase() !== token) return false
    this.next()
    return true
  }

  number(): number | null {
    if (this.token === null || !/^[+\-.\d]/.test(this.token)) return null
    const value = Number(this.token)
    this.next()
    return value
  }
}

/** Coordinates of one position: as many as the geometry has dimensions. */
function position(reader: WktReader, out: number[], dimensions: { count: number }): boolean {
  let count = 0
  for (let value = reader.number(); value !== null; value = reader.number()) {
    out.push(value)
    count += 1
  }
  if (count < 2 || count > 4) return false
  if (dimensions.count === 0) dimensions.count = count
  return dimensions.count === count
}

function list(reader: WktReader, item: () => boolean): number {
  if (!reader.take('(')) return -1
  let count = 0
  do {
    if (!item()) return -1
    count += 1
  } while (reader.take(','))
  return reader.take(')') ? count : -1
}

function header(kind: number, dimensions: number): Buffer {
  const bytes = Buffer.alloc(5)
  bytes[0] = 1
  bytes.writeUInt32LE(kind, 1)
  // The extended form of well-known binary marks a third and a fourth coordinate by its top bits.
  if (dimensions > 2) bytes[4] = dimensions === 3 ? 0x80 : 0xc0
  return bytes
}

function counted(count: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(count)
  return bytes
}

function doubles(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8)
  for (const [i, value] of values.entries()) bytes.writeDoubleLE(value, i * 8)
  return bytes
}

/** A list of positions with its count in front; null when it is none. */
function positions(reader: WktReader, dimensions: { count: number }): Buffer | null {
  const values: number[] = []
  const count = list(reader, () => position(reader, values, dimensions))
  return count < 0 ? null : Buffer.concat([counted(count), doubles(values)])
}

function rings(reader: WktReader, dimensions: { count: number }): Buffer | null {
  const parts: Buffer[] = []
  const count = list(reader, () => {
    const ring = positions(reader, dimensions)
    if (ring === null || !isRing(ring, dimensions.count)) return false
    parts.push(ring)
    return true
  })
  return count < 0 ? null : Buffer.concat([counted(count), ...parts])
}

/** Rings are closed and have at least four positions. */
function isRing(ring: Buffer, dimensions: number): boolean {
  const width = dimensions * 8
  const first = ring.subarray(4, 4 + width)
  return ring.readUInt32LE(0) >= 4 && first.equals(ring.subarray(ring.length - width))
}

function body(reader: WktReader, kind: number, depth: number): Buffer | null {
  const dimensions = { count: 0 }
  const head = (content: Buffer) => Buffer.concat([header(kind, dimensions.count), content])
  if (reader.take('EMPTY')) {
    if (kind === 1) return Buffer.concat([header(1, 2), doubles([Number.NaN, Number.NaN])])
    return Buffer.concat([header(kind, 2), counted(0)])
  }
  switch (kind) {
    case 1: {
      const values: number[] = []
      if (list(reader, () => position(reader, values, dimensions)) !== 1) return null
      return head(doubles(values))
    }
    case 2: {
      const content = positions(reader, dimensions)
      return content === null || content.readUInt32LE(0) < 2 ? null : head(content)
    }
    case 3: {
      const content = rings(reader, dimensions)
      return content === null ? null : head(content)
    }
    default: {
      const parts: Buffer[] = []
      const count = list(reader, () => {
        const part = member(reader, kind, dimensions, depth)
        if (part !== null) parts.push(part)
        return part !== null
      })
      return count < 0 ? null : head(Buffer.concat([counted(count), ...parts]))
    }
  }
}

function member(
  reader: WktReader,
  kind: number,
  dimensions: { count: number },
  depth: number,
): Buffer | null {
  if (kind === 7) return geometry(reader, depth + 1)
  if (kind === 4) {
    const values: number[] = []
    const bracketed = reader.take('(')
    if (!position(reader, values, dimensions) || (bracketed && !reader.take(')'))) return null
    return Buffer.concat([header(1, dimensions.count), doubles(values)])
  }
  const content = kind === 5 ? positions(reader, dimensions) : rings(reader, dimensions)
  return content === null ? null : Buffer.concat([header(kind - 3, dimensions.count), content])
}

function geometry(reader: WktReader, depth: number): Buffer | null {
  const kind = kinds[reader.token?.toUpperCase() ?? '']
  if (kind === undefined || depth > maxDepth) return null
  reader.next()
  // The dimension words carry nothing that the number of coordinates does not say.
  if (!reader.take('Z') && !reader.take('M')) reader.take('ZM')
  return body(reader, kind, depth)
}

/** Well-known text of a geometry as little-endian well-known binary; null when the text is none. */
export function wktToWkb(text: string): Uint8Array | null {
  const reader = new WktReader(text)
  const result = geometry(reader, 0)
  return result !== null && reader.token === null ? result : null
}
