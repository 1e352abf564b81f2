import { type Props, secretMask } from '@tidewire/core'

const secretName =
  /(^|[._-])(password|passwd|secret|credentials?)([._-]|$)|sasl\.jaas\.config|api[._-]?key|access[._-]?token|auth[._-]?token|(^|[._-])token$|ssl\.keystore\.key$|private[._-]?key/i
const innerSecret = /([?&;,\s](?:password|passwd|token|secret|bearer[_-]?token)=)([^&;,\s"']*)/gi
// Up to the last @: a password may hold @ and / that somebody forgot to escape.
const userInfo = /(\/\/[^/:@\s]*:)(\S+)(@)/g

/** True for keys whose value is a secret by their name, whatever their declared type. */
export function isSecretName(key: string): boolean {
  return secretName.test(key)
}

/** Which keys of a configuration are secret: by declared type or by name. */
export type SecretRule = (key: string) => boolean

/** A value that a configuration provider holds: the reference itself is no secret. */
function isReference(value: string): boolean {
  return /^\$\{[^{}]*:[^{}]*\}$/.test(value)
}

/** Masks one value: a secret key wholly, other keys only where a URL or option string carries a password. */
export function maskValue(key: string, value: string, secret: SecretRule): string {
  if (secret(key)) return value === '' || isReference(value) ? value : secretMask
  if (!value.includes('=') && !value.includes('@')) return value
  return value
    .replace(innerSecret, (_, head: string, text: string) => head + (text === '' ? '' : secretMask))
    .replace(userInfo, (_, head: string, __, tail: string) => head + secretMask + tail)
}

/** A configuration as it may be shown: secrets replaced by the mask. */
export function maskProps(props: Props, secret: SecretRule): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [key, value] of Object.entries(props)) shown[key] = maskValue(key, value, secret)
  return shown
}

/**
 * Puts stored values back where a submitted value equals what we would show for the stored one, so that a client which
 * reads, edits and writes back loses no secret. A mask that stands for nothing stored is no value at all: the key is left
 * out, and its default or its absence counts.
 */
export function restoreMasked(
  submitted: Props,
  stored: Props,
  secret: SecretRule,
): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [key, value] of Object.entries(submitted)) {
    const old = stored[key]
    if (!value.includes(secretMask)) result[key] = value
    else if (old !== undefined && (value === secretMask || value === maskValue(key, old, secret))) {
      result[key] = old
    } else if (value !== secretMask || !secret(key)) result[key] = value
  }
  return result
}

/** A function that blots out the given secrets wherever they stand as a word of their own in a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const worth = [...new Set(secrets)].filter(text => text.length >= 4)
  if (worth.length === 0) return text => text
  const parts = worth
    .sort((a, b) => b.length - a.length)
    .map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const pattern = new RegExp(`(?<![\\w]|\\w\\.)(?:${parts.join('|')})(?!\\w|\\.\\w)`, 'g')
  return text => text.replace(pattern, secretMask)
}

/** The secrets that a configuration holds, for a redactor. */
export function secretsIn(props: Props, secret: SecretRule): string[] {
  const found: string[] = []
  for (const [key, value] of Object.entries(props)) {
    if (secret(key)) {
      found.push(value, encodeURIComponent(value))
      continue
    }
    for (const match of value.matchAll(innerSecret)) found.push(match[2] ?? '')
    for (const match of value.matchAll(userInfo)) found.push(match[2] ?? '')
  }
  return found.filter(text => text !== '')
}
