const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

/** Java's blanks; other white space is text like any other. */
const leadingBlanks = /^[ \t\f]+/
const entry = /^((?:\\[\s\S]|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*([\s\S]*)$/

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
    const line = raw.replace(leadingBlanks, '')
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

/** Reads the text of a Java `.properties` file; a later entry of a key wins (Java's `Properties.load`). */
export function parseProperties(text: string): Record<string, string> {
  const found = new Map<string, string>()
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] = entry.exec(line) ?? []
    found.set(withoutEscapes(key), withoutEscapes(value))
  }
  return Object.fromEntries(found)
}

/** Escapes what Java's reader of properties would take for syntax. */
function escaped(text: string, isKey: boolean): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('\f', '\\f')
  return isKey ? safe.replace(/[ :=#!]/g, '\\$&') : safe.replace(/^ /, '\\ ')
}

/** Properties as the text of a Java `.properties` file, keys in order, below a line of comment. */
export function printProperties(props: Readonly<Record<string, string>>, comment: string): string {
  const lines = Object.entries(props)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${escaped(key, true)}=${escaped(value, false)}`)
  return `# ${comment}\n${lines.join('\n')}\n`
}
