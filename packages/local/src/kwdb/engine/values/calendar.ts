/** Days since 1970 of a date of the Gregorian calendar; year 0 is 1 BC. */
export function daysOf(year: bigint, month: number, day: number): bigint {
  const y = month <= 2 ? year - 1n : year
  const era = floorDiv(y, 400n)
  const yearOfEra = Number(y - era * 400n)
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097n + BigInt(dayOfEra) - 719_468n
}

/** The date of a number of days since 1970. */
export function dateOf(days: bigint): { year: bigint; month: number; day: number } {
  const shifted = days + 719_468n
  const era = floorDiv(shifted, 146_097n)
  const dayOfEra = Number(shifted - era * 146_097n)
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const part = Math.floor((5 * dayOfYear + 2) / 153)
  const month = part < 10 ? part + 3 : part - 9
  const year = era * 400n + BigInt(yearOfEra)
  return {
    year: month <= 2 ? year + 1n : year,
    month,
    day: dayOfYear - Math.floor((153 * part + 2) / 5) + 1,
  }
}

/** Days of a month of a year. */
export function daysInMonth(year: bigint, month: number): number {
  if (month === 2) {
    return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n) ? 29 : 28
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Quotient toward negative infinity. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
}
