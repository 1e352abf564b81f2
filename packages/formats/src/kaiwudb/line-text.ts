/**
 * Undoes the escapes of a quoted text in KWDB's line protocol: a backslash before a space, `=`, `,`, a quote or a
 * backslash; before anything else it stays, so that `\x31` remains what it is.
 */
export function unescapeLineText(text: string): string {
  return text.replace(/\\([ =,"'\\])/g, '$1')
}

/** The same for a text that was escaped as a JSON string once more, as the examples of KWDB's user page are printed. */
export function unescapeJsonWrapped(text: string): string {
  return unescapeLineText(text.replace(/\\(["\\])/g, '$1'))
}

/** The content of a quoted text with the escapes of KWDB's line protocol. */
export function escapeLineText(text: string): string {
  return text.replace(/[ =,"\\]/g, '\\$&')
}
