import { engineError } from '../../engine/error-code.ts'
import type { Expression } from '../ast.ts'
import type { CompileContext } from '../compile-context.ts'
import type { Typed } from '../typed.ts'

/** One call as a function sees it. */
export interface Call {
  readonly name: string
  readonly args: readonly Typed[]
  readonly expressions: readonly Expression[]
  readonly context: CompileContext
}

/** A function of one row. */
export interface ScalarFunction {
  readonly min: number
  readonly max: number
  readonly compile: (call: Call) => Typed
}

/** 0x2801: a wrong number of arguments. */
export function wrongNumber(name: string): Error {
  return functionError('FUNC_PARAM_NUM', name)
}

/** 0x2802: an argument of a type that the function does not take. */
export function wrongType(name: string): Error {
  return functionError('INVALID_FUNC_TYPE', name)
}

/** 0x2803: an argument with a value that the function does not take. */
export function wrongValue(name: string): Error {
  return functionError('FUNC_PARAM_VALUE', name)
}

const texts = {
  FUNC_PARAM_NUM: 'Invalid number of parameters',
  INVALID_FUNC_TYPE: 'Invalid parameter data type',
  FUNC_PARAM_VALUE: 'Invalid parameter value',
} as const

function functionError(kind: keyof typeof texts, name: string): Error {
  return engineError(kind, `${texts[kind]} : ${name}`)
}
