const floatPattern =
  /^[+-]?(?:0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/
const infinitePattern = /^[+-]?inf(?:inity)?$/i

/**
 * A floating-point number as KWDB's fast path reads one: decimal or hexadecimal with an exponent,
 * `inf`, `infinity`, `nan`. Null when it is none; `'overflow'` when it is too large.
 */
export function parseFloatText(text: string): number | 'overflow' | null {
  if (floatPattern.test(text)) {
    const value = /^[+-]?0[xX]/.test(text) ? hexFloat(text) : Number(text)
    return Number.isFinite(value) ? value : 'overflow'
  }
  if (infinitePattern.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return /^nan$/i.test(text) ? Number.NaN : null
}

function hexFloat(text: string): number {
  const match = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? []
  const mantissa = Number(`0x${whole}${fraction}`)
  const value = mantissa * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -value : value
}

/** Least magnitude but zero, and greatest, that FLOAT4 takes. */
export const float4Range = {
  least: 1.401298464324817e-45,
  greatest: 3.4028234663852886e38,
} as const

const booleans: readonly (readonly [string, boolean])[] = [
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
]

/** A boolean as text: beginnings of `true`, `false`, `yes`, `no`, also `on`, `of[f]`, `1`, `0`, in any case; null when it is none. */
export function parseBooleanText(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  if (word === '') return null
  if (word === '1' || word === 'on') return true
  if (word === '0' || word === 'of' || word === 'off') return false
  return booleans.find(([name]) => name.startsWith(word))?.[1] ?? null
}
