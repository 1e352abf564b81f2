const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\\': '\\\\',
  "'": "\\'",
}

/** Characters that must not stand in a statement as they are: a statement stays on one line of printable text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const control = /[\u0001-\u001f]/

/**
 * A text as a literal: `'…'` with doubled quotes, in which backslashes are plain (standard_conforming_strings), or
 * `e'…'` when it has control characters. A NUL has no form; the caller refuses such texts.
 */
export function textLiteral(text: string): string {
  if (!control.test(text)) return `'${text.replaceAll("'", "''")}'`
  const inner = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it escapes.
    /[\u0001-\u001f\\']/g,
    c => escapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `e'${inner}'`
}
