import type { ConfigValidator } from '@tidewire/core'

/**
 * A Java regular expression as ours, matching whole names: what topic patterns use is the same in both, but for the
 * flags that Java takes at the beginning, e.g. `(?i)`. Throws `SyntaxError`.
 */
export function topicPattern(text: string): RegExp {
  const [, flags = '', rest = text] = /^\(\?([ismu]+)\)(.*)$/s.exec(text) ?? []
  return new RegExp(`^(?:${rest})$`, flags)
}

/** A pattern that can be used; null and empty pass. */
export const validTopicPattern: ConfigValidator = value => {
  if (typeof value !== 'string' || value === '') return null
  try {
    topicPattern(value)
    return null
  } catch {
    return 'Invalid regular expression'
  }
}
