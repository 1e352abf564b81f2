/** Prints an unscaled DECIMAL with exactly `scale` digits after the point, as REST does: `-0.05`, `12.3400`, `99999`. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString()
  const negative = unscaled < 0n
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

const decimalPattern = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/

/**
 * Reads decimal text (with an optional exponent) as an unscaled number of `scale` digits after the point. Finer digits
 * are rounded half away from zero, as TDengine does on insert. Returns null when the text is no number.
 */
export function parseDecimal(text: string, scale: number): bigint | null {
  const match = decimalPattern.exec(text)
  if (match === null) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return null
  const digits = BigInt(whole + fraction)
  const shift = scale - fraction.length + Number(exponent)
  let unscaled: bigint
  if (shift >= 0) {
    unscaled = digits * 10n ** BigInt(shift)
  } else {
    const divisor = 10n ** BigInt(-shift)
    unscaled = digits / divisor
    if ((digits % divisor) * 2n >= divisor) unscaled += 1n
  }
  return sign === '-' ? -unscaled : unscaled
}
