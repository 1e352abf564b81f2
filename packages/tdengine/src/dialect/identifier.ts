/** A name in backticks, or null for one that no quotes can carry: TDengine has no escape for a backtick inside. */
export function quoted(name: string): string | null {
  return name.includes('`') ? null : `\`${name}\``
}

/** A name that the server has told, in backticks. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '')}\``
}
