import { nanosPer, type TimeUnit } from '@tidewire/core'

const digits: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 3, us: 6, ns: 9 }

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/**
 * A time stamp as the TDengine shell prints it: local time, `2022-03-28 09:56:51.249`, with 3, 6 or 9 decimals by unit.
 * A value outside of what a calendar date can hold is printed as its number.
 */
export function timestampText(value: bigint, unit: TimeUnit): string {
  const perSecond = nanosPer('s') / nanosPer(unit)
  let seconds = value / perSecond
  let rest = value % perSecond
  if (rest < 0n) {
    rest += perSecond
    seconds -= 1n
  }
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime())) return String(value)
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`
  const time = `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`
  const fraction = digits[unit] === 0 ? '' : `.${String(rest).padStart(digits[unit], '0')}`
  return `${day} ${time}${fraction}`
}
