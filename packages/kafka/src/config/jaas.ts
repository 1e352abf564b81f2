import { raise } from '../errors.ts'

/** A parsed entry of `sasl.jaas.config`. */
export interface JaasEntry {
  readonly module: string
  readonly options: ReadonlyMap<string, string>
}

const token = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s;="']+)|([;=]))/y

/**
 * Parses `LoginModule required key="value" …;` (Java's JAAS configuration syntax, one entry). The error never shows
 * the text, which holds a password.
 */
export function parseJaas(text: string): JaasEntry {
  const broken = () =>
    raise(
      'KAFKA_CONFIG',
      {
        problem:
          'sasl.jaas.config is not of the form: LoginModule required username="…" password="…";',
      },
      { hint: 'Quote the values, and end the entry with a semicolon.' },
    )
  const words: { readonly text: string; readonly mark: boolean }[] = []
  token.lastIndex = 0
  const whole = text.trimEnd()
  while (token.lastIndex < whole.length) {
    const found = token.exec(whole)
    if (found === null) throw broken()
    const [, double, single, bare, mark] = found
    const quoted = double ?? single
    if (quoted !== undefined) words.push({ text: quoted.replace(/\\(.)/g, '$1'), mark: false })
    else words.push({ text: bare ?? mark ?? '', mark: mark !== undefined })
  }
  const [module, flag, ...rest] = words
  if (module === undefined || flag === undefined || module.mark || flag.mark) throw broken()
  if (!/^(required|requisite|sufficient|optional)$/i.test(flag.text)) throw broken()
  const options = new Map<string, string>()
  for (let i = 0; i < rest.length; i += 3) {
    const [key, equals, value] = rest.slice(i, i + 3)
    if (key?.mark && key.text === ';') break
    if (key === undefined || equals === undefined || value === undefined) throw broken()
    if (key.mark || !equals.mark || equals.text !== '=' || value.mark) throw broken()
    options.set(key.text, value.text)
  }
  return { module: module.text, options }
}
