const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** Text as a SQL literal. */
export function textLiteral(text: string): string {
  return `'${text.replace(/[\\'\n\r\t]/g, letter => escapes[letter] ?? letter)}'`
}
