import type { DataType } from '../../engine/api.ts'
import { dataType, isInteger, isNumeric } from '../../engine/data-type.ts'
import { asDouble, commonType, convertTo, doubleType, isNull, type Typed } from '../typed.ts'
import { type Call, type ScalarFunction, wrongType } from './registry.ts'

function numericArgument(call: Call, index = 0): Typed {
  const typed = call.args[index]
  if (typed === undefined) throw wrongType(call.name)
  const ok = isNull(typed) || isNumeric(typed.type.name) || typed.type.name === 'BOOL'
  if (!ok) throw wrongType(call.name)
  return typed
}

/** A function of one DOUBLE; NaN and infinity become NULL. `guard` says where it is defined. */
function ofDouble(build: (x: string) => string, guard?: (x: string) => string): ScalarFunction {
  return {
    min: 1,
    max: 1,
    compile(call) {
      const x = asDouble(numericArgument(call))
      const value = `td_finite(${build(x)})`
      const sql = guard === undefined ? value : `CASE WHEN ${guard(x)} THEN ${value} END`
      return { sql, type: doubleType }
    },
  }
}

/** A function that keeps the type of its argument: nothing to do for integers. */
function keepingType(build: (x: string) => string): ScalarFunction {
  return {
    min: 1,
    max: 1,
    compile(call) {
      const typed = numericArgument(call)
      if (isNull(typed)) return { sql: 'NULL::DOUBLE', type: doubleType }
      if (isInteger(typed.type.name)) return { sql: typed.sql, type: typed.type }
      return { sql: build(typed.sql), type: typed.type }
    },
  }
}

function withDigits(name: string): ScalarFunction {
  return {
    min: name === 'round' ? 1 : 2,
    max: 2,
    compile(call) {
      const typed = numericArgument(call)
      if (isNull(typed)) return { sql: 'NULL::DOUBLE', type: doubleType }
      const digits = call.args[1]
      const places = digits === undefined ? '0' : `(${digits.sql})::INTEGER`
      const scaled = (rounding: string) =>
        `(${rounding}(${asDouble(typed)} * pow(10, ${places})) / pow(10, ${places}))`
      const sql = name === 'round' ? scaled('round') : scaled('trunc')
      const type = typed.type.name === 'DECIMAL' ? doubleType : typed.type
      return { sql: convertTo({ sql, type: doubleType }, type), type }
    },
  }
}

const absolute: ScalarFunction = {
  min: 1,
  max: 1,
  compile(call) {
    const typed = numericArgument(call)
    if (isNull(typed)) return { sql: 'NULL::DOUBLE', type: doubleType }
    return { sql: `abs(${typed.sql})`, type: typed.type }
  },
}

const sign: ScalarFunction = {
  min: 1,
  max: 1,
  compile(call) {
    const typed = numericArgument(call)
    if (isNull(typed)) return { sql: 'NULL::DOUBLE', type: doubleType }
    const type: DataType = typed.type
    return {
      sql: convertTo({ sql: `sign(${asDouble(typed)})::DOUBLE`, type: doubleType }, type),
      type,
    }
  },
}

function extreme(name: 'greatest' | 'least'): ScalarFunction {
  return {
    min: 2,
    max: 64,
    compile(call) {
      if (call.args.some(isNull)) return { sql: 'NULL::BIGINT', type: dataType('BIGINT') }
      const type = call.args.map(arg => arg.type).reduce(commonType)
      const parts = call.args.map(arg => convertTo(arg, type))
      const anyNull = parts.map(part => `(${part}) IS NULL`).join(' OR ')
      return { sql: `CASE WHEN ${anyNull} THEN NULL ELSE ${name}(${parts.join(', ')}) END`, type }
    },
  }
}

/** Mathematical functions by name. */
export const mathFunctions: Readonly<Record<string, ScalarFunction>> = {
  abs: absolute,
  sign,
  ceil: keepingType(x => `ceil(${x})`),
  floor: keepingType(x => `floor(${x})`),
  round: withDigits('round'),
  truncate: withDigits('truncate'),
  greatest: extreme('greatest'),
  least: extreme('least'),
  acos: ofDouble(
    x => `acos(${x})`,
    x => `abs(${x}) <= 1`,
  ),
  asin: ofDouble(
    x => `asin(${x})`,
    x => `abs(${x}) <= 1`,
  ),
  atan: ofDouble(x => `atan(${x})`),
  cos: ofDouble(x => `cos(${x})`),
  sin: ofDouble(x => `sin(${x})`),
  tan: ofDouble(x => `tan(${x})`),
  sqrt: ofDouble(
    x => `sqrt(${x})`,
    x => `${x} >= 0`,
  ),
  exp: ofDouble(x => `exp(${x})`),
  ln: ofDouble(
    x => `ln(${x})`,
    x => `${x} > 0`,
  ),
  degrees: ofDouble(x => `degrees(${x})`),
  radians: ofDouble(x => `radians(${x})`),
  pi: { min: 0, max: 0, compile: () => ({ sql: 'pi()', type: doubleType }) },
  rand: { min: 0, max: 1, compile: () => ({ sql: 'random()', type: doubleType }) },
  log: {
    min: 1,
    max: 2,
    compile(call) {
      const x = asDouble(numericArgument(call))
      const ln = `CASE WHEN ${x} > 0 THEN ln(${x}) END`
      if (call.args.length === 1) return { sql: `td_finite(${ln})`, type: doubleType }
      const base = asDouble(numericArgument(call, 1))
      return {
        sql: `td_finite(${ln} / CASE WHEN ${base} > 0 AND ${base} <> 1 THEN ln(${base}) END)`,
        type: doubleType,
      }
    },
  },
  pow: {
    min: 2,
    max: 2,
    compile(call) {
      const x = asDouble(numericArgument(call))
      const y = asDouble(numericArgument(call, 1))
      return { sql: `td_finite(pow(${x}, ${y}))`, type: doubleType }
    },
  },
  mod: {
    min: 2,
    max: 2,
    compile(call) {
      const x = asDouble(numericArgument(call))
      const y = asDouble(numericArgument(call, 1))
      return { sql: `td_finite((${x}) % nullif(${y}, 0))`, type: doubleType }
    },
  },
}
