/** Reads CSV lines (RFC 4180 without line breaks inside fields) as objects of texts. */
export class CsvReader {
  #names: readonly string[] = []

  header(line: string): void {
    this.#names = fieldsOf(line.replace(/^\uFEFF/, ''))
  }

  /** Throws an Error that says what is wrong with the line. */
  row(line: string): Record<string, string> {
    const fields = fieldsOf(line)
    if (fields.length !== this.#names.length) {
      throw new Error(`it has ${fields.length} fields for ${this.#names.length} names`)
    }
    return Object.fromEntries(this.#names.map((name, i) => [name, fields[i] ?? '']))
  }
}

function fieldsOf(line: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (line[at] === '"') {
      let text = ''
      for (;;) {
        const quote = line.indexOf('"', at + 1)
        if (quote < 0) throw new Error('a quoted field does not end in its line')
        text += line.slice(at + 1, quote)
        at = quote + 1
        if (line[at] !== '"') break
        text += '"'
      }
      fields.push(text)
      if (at < line.length && line[at] !== ',') throw new Error('text behind a quoted field')
    } else {
      const comma = line.indexOf(',', at)
      const end = comma < 0 ? line.length : comma
      fields.push(line.slice(at, end))
      at = end
    }
    if (at >= line.length) return fields
    at += 1
  }
}

/** A CSV line of values, with its line end. Line breaks inside texts are kept in quotes. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvField).join(',')}\n`
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text =
    value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : value instanceof Date
        ? value.toISOString()
        : String(value)
  return /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text
}
