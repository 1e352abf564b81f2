import type { BinaryOperator, Expression } from './ast.ts'

/** The operator that decides between items before the last, where equal items go on to the next. */
const strict: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  '<': '<',
  '<=': '<',
  '>': '>',
  '>=': '>',
}

/**
 * `(a, b) > (c, d)` as comparisons of items, from the left: `a > c OR a = c AND b > d`. Undefined
 * when the sides are no rows of the same length.
 */
export function compareRows(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
): Expression | undefined {
  if (left.kind !== 'tuple' || right.kind !== 'tuple') return undefined
  if (left.items.length !== right.items.length) return undefined
  const pairs = left.items.flatMap((item, i) => {
    const other = right.items[i]
    return other ? [{ left: item, right: other }] : []
  })
  const last = pairs.at(-1)
  if (!last) return undefined
  if (operator === '=' || operator === '<>') {
    const items = pairs.map(pair => compare(operator, pair))
    return items.reduce((all, each) => ({
      kind: operator === '=' ? 'and' : 'or',
      left: all,
      right: each,
    }))
  }
  const earlier = strict[operator]
  if (!earlier) return undefined
  return pairs.slice(0, -1).reduceRight<Expression>(
    (rest, pair) => ({
      kind: 'or',
      left: compare(earlier, pair),
      right: { kind: 'and', left: compare('=', pair), right: rest },
    }),
    compare(operator, last),
  )
}

function compare(
  operator: BinaryOperator,
  pair: { readonly left: Expression; readonly right: Expression },
): Expression {
  return compareRows(operator, pair.left, pair.right) ?? { kind: 'binary', operator, ...pair }
}

/** `(a, b) IN ((1, 2), (3, 4))` as comparisons; undefined when not all are rows of the same length. */
export function rowAmong(row: Expression, among: readonly Expression[]): Expression | undefined {
  const tests = among.flatMap(each => compareRows('=', row, each) ?? [])
  if (tests.length === 0 || tests.length !== among.length) return undefined
  return tests.reduce((any, test) => ({ kind: 'or', left: any, right: test }))
}
