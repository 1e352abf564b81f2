import { quoteText } from '../../storage/store.ts'
import { isText } from '../engine/data-type.ts'
import { engineError, unsupported } from '../engine/error-code.ts'
import type { BinaryOperator, Expression } from './ast.ts'
import { castTo } from './cast.ts'
import { boolText, bytesOf, jsonComparable } from './comparable.ts'
import type { CompileContext } from './compile-context.ts'
import { asCondition, condition, plainOf, truth } from './condition.ts'
import { decimalArithmetic } from './decimal-arithmetic.ts'
import { knownElsewhere } from './functions/known-elsewhere.ts'
import { mathFunctions } from './functions/math.ts'
import { type ScalarFunction, wrongNumber } from './functions/registry.ts'
import { textFunctions } from './functions/text.ts'
import { sessionFunctions, timeFunctions } from './functions/time.ts'
import { timeArithmetic } from './time-arithmetic.ts'
import { durationUnits, parseTime } from './time-literal.ts'
import { typeOf } from './type-reference.ts'
import {
  asBigint,
  asDouble,
  asText,
  bigintType,
  boolTyped,
  commonType,
  convertTo,
  doubleType,
  floatTyped,
  integerTyped,
  isNull,
  nullTyped,
  type Typed,
  textTyped,
} from './typed.ts'

/** Functions of one row by name. */
const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map(
  [mathFunctions, textFunctions, timeFunctions, sessionFunctions].flatMap(table =>
    Object.entries(table),
  ),
)

/** True for a function of one row. */
export function isScalarFunction(name: string): boolean {
  return scalarFunctions.has(name)
}

/** How names and functions beyond one row are compiled; differs by the part of the query. */
export interface Names {
  readonly column: (table: string | undefined, name: string) => Typed
  /** Pseudo columns, aggregates and series functions; undefined when it is none of these. */
  readonly special: (
    expression: Extract<Expression, { readonly kind: 'function' }>,
  ) => Typed | undefined
  /** The whole expression, when the query has it ready (a GROUP BY key). */
  readonly ready?: (expression: Expression) => Typed | undefined
}

const comparisonSql: Readonly<Record<string, string>> = {
  '=': '=',
  '<>': '<>',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
}

/** Translates expressions of one row. */
export class ExpressionCompiler {
  readonly #context: CompileContext
  readonly #names: Names

  constructor(context: CompileContext, names: Names) {
    this.#context = context
    this.#names = names
  }

  /** Compiles an expression. */
  compile(expression: Expression): Typed {
    const ready = this.#names.ready?.(expression)
    if (ready !== undefined) return ready
    switch (expression.kind) {
      case 'null':
        return nullTyped
      case 'bool':
        return boolTyped(expression.value)
      case 'integer':
        return integerTyped(BigInt(expression.text))
      case 'float':
        return floatTyped(Number(expression.text))
      case 'string':
        return textTyped(expression.text)
      case 'duration':
        return this.#duration(expression.amount, expression.unit)
      case 'parameter': {
        const value = this.#context.parameters[expression.index]
        if (value === undefined) throw engineError('STMT_BIND_NUMBER')
        return value
      }
      case 'column':
        return this.#names.column(expression.table, expression.name)
      case 'star':
        throw engineError('SYNTAX', 'syntax error near "*"')
      case 'unary':
        return this.#unary(expression)
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right)
      case 'is-null': {
        const operand = this.compile(expression.operand)
        return condition(`((${operand.sql}) IS ${expression.not ? 'NOT ' : ''}NULL)`)
      }
      case 'in':
        return this.#in(expression.operand, expression.items, expression.not)
      case 'between': {
        const operand = this.compile(expression.operand)
        const [low, high] = [this.compile(expression.low), this.compile(expression.high)]
        // NOT BETWEEN is below OR above: NULL is neither.
        return expression.not
          ? this.#or(this.#compare('<', operand, low), this.#compare('>', operand, high))
          : this.#and(this.#compare('>=', operand, low), this.#compare('<=', operand, high))
      }
      case 'case':
        return this.#case(expression)
      case 'cast':
        return castTo(this.compile(expression.operand), typeOf(expression.type), this.#context)
      case 'function':
        return this.#function(expression)
      case 'query':
        throw unsupported('a sub-query inside an expression')
    }
  }

  /** Compiles a condition: never NULL. */
  condition(expression: Expression): string {
    const typed = this.compile(expression)
    return truth(typed)
  }

  /** Compiles a filter: NULL counts as false, so comparisons stay as the store knows them. */
  filter(expression: Expression): string {
    const typed = this.compile(expression)
    return typed.plain ?? truth(typed)
  }

  #duration(amount: string, unit: string): Typed {
    const constant = { kind: 'duration', amount: BigInt(amount), unit } as const
    const units = durationUnits(amount, unit, this.#context.precision)
    return { sql: `${units ?? 0n}::BIGINT`, type: bigintType, constant }
  }

  #unary(expression: Extract<Expression, { readonly kind: 'unary' }>): Typed {
    const operand = this.compile(expression.operand)
    if (expression.operator === 'not') return condition(`(NOT ${truth(operand)})`)
    if (expression.operator === '+') return operand
    const { constant } = operand
    if (constant?.kind === 'integer') {
      // A signed literal is a literal still.
      return expression.operand.kind === 'integer'
        ? integerTyped(-constant.value)
        : floatLike(operand)
    }
    if (constant?.kind === 'float') return floatTyped(-constant.value)
    if (constant?.kind === 'duration') {
      return {
        sql: `(-${operand.sql})`,
        type: bigintType,
        constant: { ...constant, amount: -constant.amount },
      }
    }
    if (operand.type.name === 'DECIMAL') return { sql: `(-(${operand.sql}))`, type: operand.type }
    return { sql: `(-(${asDouble(operand)}))`, type: doubleType }
  }

  #binary(
    operator: BinaryOperator,
    leftExpression: Expression,
    rightExpression: Expression,
  ): Typed {
    if (operator === '->') return this.#jsonMember(leftExpression, rightExpression)
    const left = this.compile(leftExpression)
    const right = this.compile(rightExpression)
    switch (operator) {
      case 'and':
        return this.#and(asCondition(left), asCondition(right))
      case 'or':
        return this.#or(asCondition(left), asCondition(right))
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.#arithmetic(operator, left, right)
      case '&':
      case '|':
        return { sql: `(${asBigint(left)} ${operator} ${asBigint(right)})`, type: bigintType }
      case 'like':
      case 'not like':
        return this.#like(left, right, operator === 'not like')
      case 'match':
      case 'nmatch': {
        const matches = `coalesce(regexp_matches(${asText(left)}, ${asText(right)}), false)`
        if (operator === 'match') return condition(matches)
        return condition(`((${left.sql}) IS NOT NULL AND NOT ${matches})`)
      }
      case 'contains':
        return condition(`coalesce(list_contains(json_keys(${left.sql}), ${asText(right)}), false)`)
      default:
        return this.#compare(operator, left, right)
    }
  }

  #and(left: Typed, right: Typed): Typed {
    return condition(`(${left.sql} AND ${right.sql})`, `(${plainOf(left)} AND ${plainOf(right)})`)
  }

  #or(left: Typed, right: Typed): Typed {
    return condition(`(${left.sql} OR ${right.sql})`, `(${plainOf(left)} OR ${plainOf(right)})`)
  }

  #arithmetic(operator: '+' | '-' | '*' | '/' | '%', left: Typed, right: Typed): Typed {
    const time = timeArithmetic(operator, left, right, this.#context)
    if (time !== undefined) return time
    const decimal = decimalArithmetic(operator, left, right)
    if (decimal !== undefined) return decimal
    if (isNull(left) || isNull(right)) return { sql: 'NULL::DOUBLE', type: doubleType }
    const [a, b] = [asDouble(left), asDouble(right)]
    switch (operator) {
      case '/':
        return { sql: `td_finite((${a}) / nullif(${b}, 0))`, type: doubleType }
      case '%':
        return { sql: `td_finite((${a}) % nullif(${b}, 0))`, type: doubleType }
      default:
        return { sql: `((${a}) ${operator} (${b}))`, type: doubleType }
    }
  }

  #compare(operator: BinaryOperator, left: Typed, right: Typed): Typed {
    if (isNull(left) || isNull(right)) return condition('false')
    const [a, b] = this.#comparable(left, right)
    const sql = comparisonSql[operator]
    if (sql === undefined) throw unsupported(`the operator ${operator}`)
    const plain = `((${a}) ${sql} (${b}))`
    return condition(`coalesce(${plain}, false)`, plain)
  }

  /** Both sides as values of the store that compare as TDengine does. */
  #comparable(left: Typed, right: Typed): readonly [string, string] {
    const [l, r] = [left.type.name, right.type.name]
    if (l === 'TIMESTAMP' && isText(r)) return [left.sql, this.#timeText(right)]
    if (r === 'TIMESTAMP' && isText(l)) return [this.#timeText(left), right.sql]
    if (l === 'JSON' || r === 'JSON') return jsonComparable(left, right)
    if (l === 'GEOMETRY' || r === 'GEOMETRY' || l === 'VARBINARY' || r === 'VARBINARY') {
      return [bytesOf(left), bytesOf(right)]
    }
    if (isText(l) && isText(r)) return [left.sql, right.sql]
    if (isText(l) || isText(r)) {
      const other = isText(l) ? r : l
      if (other === 'BOOL') return [boolText(left), boolText(right)]
      return [asDouble(left), asDouble(right)]
    }
    if (l === 'BOOL' && r !== 'BOOL') return [`(${left.sql})::INTEGER`, right.sql]
    if (r === 'BOOL' && l !== 'BOOL') return [left.sql, `(${right.sql})::INTEGER`]
    if (l === 'FLOAT' && right.constant !== undefined) return [left.sql, `(${right.sql})::FLOAT`]
    if (r === 'FLOAT' && left.constant !== undefined) return [`(${left.sql})::FLOAT`, right.sql]
    return [left.sql, right.sql]
  }

  /** A text that is compared to a time. */
  #timeText(typed: Typed): string {
    if (typed.constant?.kind !== 'text') return asBigint(typed)
    const text = typed.constant.value
    const value = /^-?\d+$/.test(text.trim())
      ? BigInt(text.trim())
      : parseTime(text, this.#context.precision, this.#context.zone)
    if (value === undefined) throw engineError('INVALID_TIMESTAMP')
    return `${value}::BIGINT`
  }

  #like(left: Typed, right: Typed, not: boolean): Typed {
    if (!isText(left.type.name) && left.type.name !== 'JSON') throw engineError('WRONG_VALUE_TYPE')
    const value = left.type.name === 'JSON' ? `json_extract_string(${left.sql}, '$')` : left.sql
    const matches = `coalesce(${value} LIKE ${asText(right)} ESCAPE '\\', false)`
    return condition(not ? `((${left.sql}) IS NOT NULL AND NOT ${matches})` : matches)
  }

  #in(operandExpression: Expression, items: readonly Expression[], not: boolean): Typed {
    if (items.some(item => item.kind === 'query')) throw unsupported('IN with a sub-query')
    const operand = this.compile(operandExpression)
    const parts = items.map(item => this.#compare('=', operand, this.compile(item)))
    const any = `(${parts.map(({ sql }) => sql).join(' OR ')})`
    if (not) return condition(`((${operand.sql}) IS NOT NULL AND NOT ${any})`)
    return condition(any, `(${parts.map(plainOf).join(' OR ')})`)
  }

  #case(expression: Extract<Expression, { readonly kind: 'case' }>): Typed {
    const operand = expression.operand === undefined ? undefined : this.compile(expression.operand)
    const branches = expression.branches.map(({ when, result }) => ({
      when:
        operand === undefined
          ? this.condition(when)
          : this.#compare('=', operand, this.compile(when)).sql,
      result: this.compile(result),
    }))
    const otherwise =
      expression.otherwise === undefined ? nullTyped : this.compile(expression.otherwise)
    const results = [...branches.map(({ result }) => result), otherwise]
    const type = results.map(result => result.type).reduce(commonType)
    const parts = branches.map(({ when, result }) => `WHEN ${when} THEN ${convertTo(result, type)}`)
    return { sql: `(CASE ${parts.join(' ')} ELSE ${convertTo(otherwise, type)} END)`, type }
  }

  #jsonMember(leftExpression: Expression, rightExpression: Expression): Typed {
    const left = this.compile(leftExpression)
    if (left.type.name !== 'JSON') throw engineError('WRONG_VALUE_TYPE', 'Invalid value type: ->')
    const key = this.compile(rightExpression)
    if (key.constant?.kind !== 'text') throw unsupported('a JSON key that is no literal')
    const path = quoteText(`$."${key.constant.value.replaceAll('"', '\\"')}"`)
    const value = `json_extract(${left.sql}, ${path})`
    // Numbers come with nine digits, as the engine prints its doubles.
    const sql = `(CASE json_type(${value}) WHEN 'UBIGINT' THEN printf('%.9f', ${value}::DOUBLE) WHEN 'BIGINT' THEN printf('%.9f', ${value}::DOUBLE) WHEN 'DOUBLE' THEN printf('%.9f', ${value}::DOUBLE) ELSE ${value}::VARCHAR END)`
    return { sql, type: left.type }
  }

  #function(expression: Extract<Expression, { readonly kind: 'function' }>): Typed {
    const special = this.#names.special(expression)
    if (special !== undefined) return special
    const { name, args } = expression
    const found = scalarFunctions.get(name)
    if (found === undefined) {
      if (
        name === 'if' ||
        name === 'ifnull' ||
        name === 'nvl' ||
        name === 'nullif' ||
        name === 'nvl2'
      ) {
        return this.#conditional(name, args)
      }
      if (name === 'isnull' || name === 'isnotnull') {
        const [first] = args
        if (first === undefined || args.length !== 1) throw wrongNumber(name)
        const operand = this.compile(first)
        return condition(`((${operand.sql}) IS ${name === 'isnull' ? '' : 'NOT '}NULL)`)
      }
      if (knownElsewhere.has(name)) throw unsupported(`the function ${name.toUpperCase()}`)
      throw engineError('FUNC_NOT_EXIST')
    }
    if (args.length < found.min || args.length > found.max) throw wrongNumber(name)
    return found.compile({
      name,
      args: args.map(arg => this.compile(arg)),
      expressions: args,
      context: this.#context,
    })
  }

  #conditional(name: string, args: readonly Expression[]): Typed {
    const typed = args.map(arg => this.compile(arg))
    const [a, b, c] = typed
    if (a === undefined || b === undefined) throw wrongNumber(name)
    if (name === 'nullif') {
      return {
        sql: `(CASE WHEN ${this.#compare('=', a, b).sql} THEN NULL ELSE ${a.sql} END)`,
        type: a.type,
      }
    }
    if (name === 'ifnull' || name === 'nvl') {
      const type = commonType(a.type, b.type)
      return { sql: `coalesce(${convertTo(a, type)}, ${convertTo(b, type)})`, type }
    }
    if (c === undefined) throw wrongNumber(name)
    const type = commonType(b.type, c.type)
    const test = name === 'if' ? truth(a) : `(${a.sql}) IS NOT NULL`
    return {
      sql: `(CASE WHEN ${test} THEN ${convertTo(b, type)} ELSE ${convertTo(c, type)} END)`,
      type,
    }
  }
}

function floatLike(operand: Typed): Typed {
  return { sql: `(-(${asDouble(operand)}))`, type: doubleType }
}
