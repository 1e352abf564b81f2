import type { Props } from '@tidewire/core'

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

/** Properties as the text of a Java .properties file, keys in order. */
export function propertiesText(props: Props, comment: string): string {
  const lines = Object.entries(props)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${escaped(key, true)}=${escaped(value, false)}`)
  return `# ${comment}\n${lines.join('\n')}\n`
}
