import { SqlError } from '../sql/sql-error.ts'

const signs = { positive: 0x0000, negative: 0x4000, notANumber: 0xc000 } as const
/** Decimal digits in one digit of the format, which counts to 9999. */
const width = 4

/** A decimal number in PostgreSQL's binary format: digits to base 10000, weight of the first, sign, decimals shown. */
export function numericBytes(text: string): Buffer {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text)
  if (match === null || `${match[2]}${match[3] ?? ''}` === '') {
    if (/^nan$/i.test(text)) return header(0, 0, signs.notANumber, 0, [])
    throw new SqlError('22P02', `no number: "${text}"`)
  }
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const { before, after } = shifted(whole, fraction, Number(exponent))
  const left = before.padStart(Math.ceil(before.length / width) * width, '0')
  const right = after.padEnd(Math.ceil(after.length / width) * width, '0')
  const digits: number[] = []
  for (let i = 0; i < left.length + right.length; i += width) {
    digits.push(Number(`${left}${right}`.slice(i, i + width)))
  }
  let weight = left.length / width - 1
  while (digits[0] === 0) {
    digits.shift()
    weight -= 1
  }
  while (digits.at(-1) === 0) digits.pop()
  if (digits.length === 0) return header(0, 0, signs.positive, after.length, [])
  const mark = sign === '-' ? signs.negative : signs.positive
  return header(digits.length, weight, mark, after.length, digits)
}

/** The digits in front of the point and behind it when the exponent is carried out. */
function shifted(whole: string, fraction: string, exponent: number) {
  if (exponent >= 0) {
    const moved = fraction.slice(0, exponent).padEnd(exponent, '0')
    return { before: `${whole}${moved}`, after: fraction.slice(exponent) }
  }
  const padded = whole.padStart(-exponent, '0')
  const point = padded.length + exponent
  return { before: padded.slice(0, point), after: `${padded.slice(point)}${fraction}` }
}

function header(
  count: number,
  weight: number,
  sign: number,
  scale: number,
  digits: readonly number[],
): Buffer {
  const bytes = Buffer.alloc(8 + digits.length * 2)
  bytes.writeUInt16BE(count, 0)
  bytes.writeInt16BE(weight, 2)
  bytes.writeUInt16BE(sign, 4)
  bytes.writeUInt16BE(scale, 6)
  for (const [i, digit] of digits.entries()) bytes.writeUInt16BE(digit, 8 + i * 2)
  return bytes
}

/** The text of a decimal number in PostgreSQL's binary format; throws `08P01` when it is damaged. */
export function numericText(bytes: Buffer): string {
  const count = bytes.length >= 8 ? bytes.readUInt16BE(0) : -1
  if (bytes.length !== 8 + count * 2) throw new SqlError('08P01', 'damaged binary numeric')
  const weight = bytes.readInt16BE(2)
  const sign = bytes.readUInt16BE(4)
  const scale = bytes.readUInt16BE(6)
  if (sign === signs.notANumber) return 'NaN'
  const digit = (place: number): string => {
    const at = weight - place
    const value = at >= 0 && at < count ? bytes.readUInt16BE(8 + at * 2) : 0
    return String(value).padStart(width, '0')
  }
  let whole = ''
  for (let place = weight; place >= 0; place -= 1) whole += digit(place)
  let fraction = ''
  for (let place = -1; fraction.length < scale; place -= 1) fraction += digit(place)
  const shown = `${whole.replace(/^0+/, '') || '0'}${scale === 0 ? '' : `.${fraction.slice(0, scale)}`}`
  return sign === signs.negative ? `-${shown}` : shown
}
