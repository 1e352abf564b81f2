/**
 * 64-bit integers as two 32-bit halves, so that parsing a number makes no bigint. Halves lie low first, as an
 * `Int32Array` over a `BigInt64Array` has them on every platform that Node runs on.
 */

const two16 = 65_536
const two32 = 4_294_967_296

/** Stores `factor * high + low`; both factors at most 2^34, `low` below 2^48, none negative. */
export function storeProduct(
  halves: Int32Array,
  index: number,
  high: number,
  factor: number,
  low: number,
): void {
  const upper = Math.floor(high / two16) * factor
  const lower = (high % two16) * factor + low
  const carry = (upper % two16) * two16 + lower
  halves[index * 2] = carry
  halves[index * 2 + 1] = Math.floor(upper / two16) + Math.floor(carry / two32)
}

/** Stores an integer that a double holds exactly. */
export function storeSafe(halves: Int32Array, index: number, value: number): void {
  halves[index * 2] = value
  halves[index * 2 + 1] = Math.floor(value / two32)
}

/** Turns the stored value into its negative. */
export function negateStored(halves: Int32Array, index: number): void {
  const low = -(halves[index * 2] as number) | 0
  halves[index * 2] = low
  halves[index * 2 + 1] =
    low === 0 ? -(halves[index * 2 + 1] as number) : ~(halves[index * 2 + 1] as number)
}

/** Stores a bigint, the low 64 bits of it. */
export function storeBigInt(halves: Int32Array, index: number, value: bigint): void {
  halves[index * 2] = Number(BigInt.asIntN(32, value))
  halves[index * 2 + 1] = Number(BigInt.asIntN(32, value >> 32n))
}
