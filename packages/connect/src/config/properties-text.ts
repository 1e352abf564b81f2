const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string, char: string) =>
    code === undefined ? (escapes[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Lines with continuations joined: a line that ends in an odd number of backslashes goes on in the next. */
function logicalLines(text: string): string[] {
  const lines: string[] = []
  let begun: string | null = null
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trimStart()
    if (begun === null && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue
    const joined: string = (begun ?? '') + line
    const goesOn = (/\\*$/.exec(joined)?.[0].length ?? 0) % 2 === 1
    if (goesOn) begun = joined.slice(0, -1)
    else {
      lines.push(joined)
      begun = null
    }
  }
  if (begun !== null) lines.push(begun)
  return lines
}

/** Reads the text of a Java properties file. */
export function parsePropertiesText(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] =
      /^((?:\\[\s\S]|[^\\=:\s])*)\s*[=:]?\s*([\s\S]*)$/.exec(line) ?? []
    found.set(withoutEscapes(key), withoutEscapes(value))
  }
  return found
}
