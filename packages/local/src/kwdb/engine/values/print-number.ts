function infinite(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? null : value > 0 ? '+Inf' : '-Inf'
}

/** Digits of `extra_float_digits` from which on a number is printed with as many as it needs. */
const allDigits = 3

/**
 * A FLOAT8 as KWDB prints it: with 15 digits and those that `extra_float_digits` adds, all it needs
 * from 3 on; with an exponent where that is shorter.
 */
export function printFloat8(value: number, extraDigits: number): string {
  const special = infinite(value)
  if (special !== null) return special
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const shortest = extraDigits >= allDigits
  const precision = Math.max(15 + extraDigits, 1)
  const scientific = scientificText(value, shortest ? mostDigits : precision)
  const [mantissa = '', power = '0'] = scientific.split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '')
  const exponent = Number(power)
  const point = exponent + 1
  let limit = precision
  if (digits.length >= point && digits.length < precision) limit = digits.length
  if (shortest) limit = shortestLimit
  if (exponent < -4 || exponent >= limit) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
    const size = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (digits.length <= point) return `${sign}${digits.padEnd(point, '0')}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** Digits before the point from which on a number with all its digits gets an exponent. */
const shortestLimit = 6

/** Digits that tell every number from all others. */
const mostDigits = 17

/** Rounded to so many digits, halves to the even digit; fewer when they are all it has. */
function scientificText(value: number, digits: number): string {
  const shortest = value.toExponential()
  const [mantissa = '', exponent] = shortest.split('e')
  const length = mantissa.replace(/[-.]/g, '').length
  if (length <= digits) return shortest
  const rounded = value.toExponential(digits - 1)
  if (length !== digits + 1 || !/[02468]5$/.test(mantissa)) return rounded
  const isHalf =
    Number(
      value
        .toExponential(digits + 20)
        .split('e')[0]
        ?.slice(mantissa.length),
    ) === 0
  return isHalf ? `${mantissa.slice(0, -1)}e${exponent}` : rounded
}

/** A FLOAT4 as KWDB prints it: always with six decimals, halves rounded to the even digit. */
export function printFloat4(value: number): string {
  const special = infinite(value)
  if (special !== null) return special
  if (Object.is(value, -0)) return '-0.000000'
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.000000`
  // Only odd multiples of 1/128 end halfway between two numbers of six decimals.
  const isHalf = Number.isInteger(value * 128) && !Number.isInteger(value * 64)
  const exact = isHalf ? value.toFixed(7) : ''
  return /[02468]5$/.test(exact) ? exact.slice(0, -1) : value.toFixed(6)
}
