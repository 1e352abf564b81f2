/** Records of a CSV text; an empty field without quotes is undefined. Throws with the reader's message. */
export function* csvRecords(text: string): Generator<readonly (string | undefined)[]> {
  let at = 0
  let line = 1
  while (at < text.length) {
    const record: (string | undefined)[] = []
    const first = line
    for (;;) {
      let field: string | undefined
      if (text[at] === '"') {
        field = ''
        at += 1
        for (;;) {
          const end = text.indexOf('"', at)
          if (end < 0)
            throw new Error(`record on line ${first}: extraneous or missing " in quoted-field`)
          field += text.slice(at, end)
          at = end + 1
          if (text[at] !== '"') break
          field += '"'
          at += 1
        }
        line += field.split('\n').length - 1
      } else {
        let stop = at
        while (stop < text.length && text[stop] !== ',' && text[stop] !== '\n') stop += 1
        const end = text.slice(at, stop)
        if (end.includes('"'))
          throw new Error(`parse error on line ${line}: bare " in non-quoted-field`)
        at += end.length
        const plain = end.endsWith('\r') && (text[at] ?? '\n') === '\n' ? end.slice(0, -1) : end
        field = plain === '' ? undefined : plain
      }
      record.push(field)
      if (text[at] === ',') {
        at += 1
        continue
      }
      if (text[at] === '\r' && text[at + 1] === '\n') at += 1
      if (at < text.length && text[at] !== '\n') {
        throw new Error(`record on line ${first}: extraneous or missing " in quoted-field`)
      }
      at += 1
      line += 1
      break
    }
    // An empty line is no record.
    if (record.length > 1 || record[0] !== undefined) yield record
  }
}
