import type { DataType } from '../../engine/api.ts'
import { dataType, isInteger, isText } from '../../engine/data-type.ts'
import { asText, bigintType, commonType, isNull, type Typed } from '../typed.ts'
import { type Call, type ScalarFunction, wrongType, wrongValue } from './registry.ts'

function text(call: Call, index = 0): Typed {
  const typed = call.args[index]
  if (typed === undefined) throw wrongType(call.name)
  if (!isNull(typed) && !isText(typed.type.name)) throw wrongType(call.name)
  return typed
}

/** A function that keeps the type of its text. */
function keeping(build: (x: string) => string): ScalarFunction {
  return {
    min: 1,
    max: 1,
    compile(call) {
      const typed = text(call)
      return { sql: build(typed.sql), type: typed.type }
    },
  }
}

/** Removes blanks at one end; a literal's result is as long as it is then. */
function trimSide(side: 'ltrim' | 'rtrim'): ScalarFunction {
  return {
    min: 1,
    max: 2,
    compile(call) {
      const typed = text(call)
      if (call.args.length > 1) {
        return { sql: `${side}(${typed.sql}, ${text(call, 1).sql})`, type: typed.type }
      }
      let { type } = typed
      if (typed.constant?.kind === 'text') {
        const { value } = typed.constant
        const rest = side === 'ltrim' ? value.replace(/^ +/, '') : value.replace(/ +$/, '')
        type = dataType('VARCHAR', Buffer.byteLength(rest))
      }
      return { sql: `${side}(${typed.sql})`, type }
    },
  }
}

const substring: ScalarFunction = {
  min: 2,
  max: 3,
  compile(call) {
    const typed = text(call)
    const start = call.args[1]
    const count = call.args[2]
    if (start === undefined || !isInteger(start.type.name)) throw wrongType(call.name)
    if (start.constant?.kind === 'integer' && start.constant.value === 0n)
      throw wrongValue(call.name)
    const sql =
      count === undefined
        ? `substr(${typed.sql}, ${start.sql})`
        : `substr(${typed.sql}, ${start.sql}, greatest(${count.sql}, 0))`
    return { sql, type: typed.type }
  },
}

const length: ScalarFunction = {
  min: 1,
  max: 1,
  compile(call) {
    const typed = call.args[0] as Typed
    if (isNull(typed)) return { sql: 'NULL::BIGINT', type: bigintType }
    if (typed.type.name === 'NCHAR')
      return { sql: `(length(${typed.sql}) * 4)::BIGINT`, type: bigintType }
    if (typed.type.name === 'VARBINARY') {
      return { sql: `octet_length(${typed.sql})::BIGINT`, type: bigintType }
    }
    return { sql: `strlen(${text(call).sql})::BIGINT`, type: bigintType }
  },
}

function joined(types: readonly DataType[], separators: number): DataType {
  const name = types.some(type => type.name === 'NCHAR') ? 'NCHAR' : 'VARCHAR'
  return dataType(name, types.reduce((sum, type) => sum + type.length, 0) + separators)
}

/** Text functions by name. */
export const textFunctions: Readonly<Record<string, ScalarFunction>> = {
  length,
  char_length: {
    min: 1,
    max: 1,
    compile: call => ({ sql: `length(${text(call).sql})::BIGINT`, type: bigintType }),
  },
  lower: keeping(x => `lower(${x})`),
  upper: keeping(x => `upper(${x})`),
  ltrim: trimSide('ltrim'),
  rtrim: trimSide('rtrim'),
  trim: {
    min: 1,
    max: 2,
    compile(call) {
      const typed = text(call)
      const rest = call.args[1] === undefined ? '' : `, ${text(call, 1).sql}`
      return { sql: `trim(${typed.sql}${rest})`, type: typed.type }
    },
  },
  substr: substring,
  substring,
  concat: {
    min: 2,
    max: 8,
    compile(call) {
      if (call.args.some(isNull)) return { sql: 'NULL', type: dataType('VARCHAR', 0) }
      const parts = call.args.map((_, i) => text(call, i))
      return {
        sql: `(${parts.map(asText).join(' || ')})`,
        type: joined(
          parts.map(part => part.type),
          0,
        ),
      }
    },
  },
  concat_ws: {
    min: 3,
    max: 9,
    compile(call) {
      const [separator, ...parts] = call.args.map((_, i) => text(call, i))
      const width = (separator?.type.length ?? 0) * Math.max(0, parts.length - 1)
      return {
        sql: `concat_ws(${[separator as Typed, ...parts].map(asText).join(', ')})`,
        type: joined(
          parts.map(part => part.type),
          width,
        ),
      }
    },
  },
  replace: {
    min: 3,
    max: 3,
    compile(call) {
      const [from, search, to] = [text(call), text(call, 1), text(call, 2)]
      const per = Math.max(1, search.type.length)
      const grown =
        from.type.length + Math.max(0, Math.floor(from.type.length / per) * (to.type.length - per))
      return {
        sql: `replace(${from.sql}, ${search.sql}, ${to.sql})`,
        type: dataType(from.type.name, grown),
      }
    },
  },
  repeat: {
    min: 2,
    max: 2,
    compile(call) {
      const typed = text(call)
      const times = call.args[1] as Typed
      const n = times.constant?.kind === 'integer' ? Number(times.constant.value) : 1
      return {
        sql: `repeat(${typed.sql}, greatest(${times.sql}, 0))`,
        type: dataType(typed.type.name, Math.max(0, (typed.type.length + 2) * n - 2)),
      }
    },
  },
  position: {
    min: 2,
    max: 2,
    compile: call => ({
      sql: `position(${text(call).sql} IN ${text(call, 1).sql})::BIGINT`,
      type: bigintType,
    }),
  },
  find_in_set: {
    min: 2,
    max: 3,
    compile(call) {
      const separator = call.args[2] === undefined ? "','" : text(call, 2).sql
      return {
        sql: `coalesce(list_position(string_split(${text(call, 1).sql}, ${separator}), ${text(call).sql}), 0)::BIGINT`,
        type: bigintType,
      }
    },
  },
  substring_index: {
    min: 3,
    max: 3,
    compile(call) {
      const [from, mark] = [text(call), text(call, 1)]
      const n = call.args[2]?.sql ?? '1'
      const parts = `string_split(${from.sql}, ${mark.sql})`
      return {
        sql: `CASE WHEN ${n} >= 0 THEN array_to_string(${parts}[1:${n}], ${mark.sql}) ELSE array_to_string(${parts}[greatest(len(${parts}) + ${n} + 1, 1):len(${parts})], ${mark.sql}) END`,
        type: from.type,
      }
    },
  },
  ascii: {
    min: 1,
    max: 1,
    compile: call => ({
      sql: `(CASE WHEN ${text(call).sql} = '' THEN 0 ELSE ascii(${text(call).sql}) END)::UTINYINT`,
      type: dataType('TINYINT UNSIGNED'),
    }),
  },
  char: {
    min: 1,
    max: 64,
    compile(call) {
      const parts = call.args.map(arg =>
        isText(arg.type.name)
          ? `chr(td_number(${arg.sql})::INTEGER)`
          : `chr((${arg.sql})::INTEGER)`,
      )
      return { sql: `(${parts.join(' || ')})`, type: dataType('VARCHAR', call.args.length * 4) }
    },
  },
  coalesce: {
    min: 1,
    max: 64,
    compile(call) {
      const type = call.args.map(arg => arg.type).reduce(commonType)
      return { sql: `coalesce(${call.args.map(arg => arg.sql).join(', ')})`, type }
    },
  },
  md5: {
    min: 1,
    max: 1,
    compile: call => ({ sql: `md5(${text(call).sql})`, type: dataType('VARCHAR', 32) }),
  },
}
