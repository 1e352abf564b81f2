/** A name in backticks. TDengine has no escape for a backtick inside; such names cannot exist. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '')}\``
}

/** A text literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
