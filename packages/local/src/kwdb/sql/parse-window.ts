import type { Expression, WindowSpecification } from './ast.ts'
import { parseExpression, parseExpressions } from './parse-expression.ts'
import { parseOrderBy } from './parse-query.ts'
import type { TokenStream } from './token-stream.ts'

/** `( [name] [PARTITION BY …] [ORDER BY …] [frame] )`. */
export function parseWindow(t: TokenStream): WindowSpecification {
  t.expectSymbol('(')
  const named = t.seesName() && !t.sees('PARTITION', 'BY') && !seesFrame(t)
  const name = named ? t.name() : undefined
  const partitionBy = t.accept('PARTITION', 'BY') ? parseExpressions(t) : []
  const orderBy = t.sees('ORDER') ? parseOrderBy(t) : []
  const frame = seesFrame(t) ? parseFrame(t) : undefined
  t.expectSymbol(')')
  return {
    partitionBy,
    orderBy,
    ...(name !== undefined && { name }),
    ...(frame !== undefined && { frame }),
  }
}

function seesFrame(t: TokenStream): boolean {
  return t.seesAny('RANGE', 'ROWS', 'GROUPS') && !t.seesSymbol(')', 1)
}

/** A frame clause, printed plainly. */
function parseFrame(t: TokenStream): string {
  const mode = t.take().text.toUpperCase()
  let extent: string
  if (t.accept('BETWEEN')) {
    const start = parseBound(t)
    t.expect('AND')
    const end = parseBound(t)
    if (start === 'UNBOUNDED FOLLOWING') {
      throw t.invalidBefore('frame start cannot be UNBOUNDED FOLLOWING')
    }
    if (end === 'UNBOUNDED PRECEDING') {
      throw t.invalidBefore('frame end cannot be UNBOUNDED PRECEDING')
    }
    if (start === 'CURRENT ROW' && end.endsWith('PRECEDING')) {
      throw t.invalidBefore('frame starting from current row cannot have preceding rows')
    }
    if (start.endsWith('FOLLOWING') && !end.endsWith('FOLLOWING')) {
      throw t.invalidBefore('frame starting from following row cannot have preceding rows')
    }
    extent = `BETWEEN ${start} AND ${end}`
  } else {
    extent = parseBound(t)
    if (extent === 'UNBOUNDED FOLLOWING') {
      throw t.invalidBefore('frame start cannot be UNBOUNDED FOLLOWING')
    }
    if (extent.endsWith('FOLLOWING')) {
      throw t.invalidBefore('frame starting from following row cannot end with current row')
    }
  }
  return `${mode} ${extent}${parseExclusion(t)}`
}

function parseBound(t: TokenStream): string {
  if (t.accept('CURRENT', 'ROW')) return 'CURRENT ROW'
  const unbounded = t.sees('UNBOUNDED') && ['PRECEDING', 'FOLLOWING'].includes(wordAfter(t))
  if (unbounded) t.take()
  const distance = unbounded ? 'UNBOUNDED' : frameDistance(t, parseExpression(t))
  const side = t.acceptAny('PRECEDING', 'FOLLOWING')
  if (side === undefined) throw t.unexpected()
  return `${distance} ${side}`
}

function wordAfter(t: TokenStream): string {
  return t.peek(1).keyword?.name ?? ''
}

/** Numbers only: no other distance is carried out. */
function frameDistance(t: TokenStream, distance: Expression): string {
  if (distance.kind === 'number') return distance.text
  t.leaveOut('A window frame whose bound is not a number')
  return '0'
}

function parseExclusion(t: TokenStream): string {
  if (!t.accept('EXCLUDE')) return ''
  for (const words of [['CURRENT', 'ROW'], ['GROUP'], ['TIES'], ['NO', 'OTHERS']]) {
    if (t.accept(...words)) return ` EXCLUDE ${words.join(' ')}`
  }
  throw t.unexpected()
}
