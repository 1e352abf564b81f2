import type { ColumnDefinition, Expression } from './ast.ts'
import { parseExpression, parseRestrictedExpression } from './parse-expression.ts'
import { parseType } from './parse-type.ts'
import type { TokenStream } from './token-stream.ts'

/** `COMMENT [=] 'text'`, if it is next. */
export function parseComment(t: TokenStream): string | undefined {
  if (!t.accept('COMMENT')) return undefined
  t.acceptSymbol('=')
  return t.wordOrString()
}

/** `name type { property }`. */
export function parseColumn(t: TokenStream): ColumnDefinition {
  const name = t.name()
  const type = parseType(t)
  const properties = new Properties(t)
  while (properties.parseOne()) {
    // Each call reads one.
  }
  const constraints = type.name === 'SERIAL' ? ['SERIAL'] : []
  return { name, type, ...properties.take(constraints) }
}

/** The properties of a column as they are read; most may be given only once. */
class Properties {
  readonly #t: TokenStream
  readonly #constraints: string[] = []
  #nullable: boolean | undefined
  #default: Expression | undefined
  #comment: string | undefined
  #encoded = false
  #compressed = false

  constructor(t: TokenStream) {
    this.#t = t
  }

  take(constraints: readonly string[]): Omit<ColumnDefinition, 'name' | 'type'> {
    return {
      constraints: [...constraints, ...this.#constraints],
      ...(this.#nullable !== undefined && { nullable: this.#nullable }),
      ...(this.#default && { default: this.#default }),
      ...(this.#comment !== undefined && { comment: this.#comment }),
    }
  }

  /** Reads the next property; false when none is next. */
  parseOne(): boolean {
    const t = this.#t
    if (t.accept('CONSTRAINT')) {
      t.name()
      if (!this.#parseNamed()) throw t.unexpected()
      return true
    }
    return this.#parseTrait() || this.#parseNamed()
  }

  #parseTrait(): boolean {
    const t = this.#t
    const comment = parseComment(t)
    if (comment !== undefined) {
      this.#once(!this.#comment, 'multiple comments specified')
      this.#comment = comment
    } else if (t.accept('COLLATE')) this.#constraints.push(`COLLATE ${t.anyWord()}`)
    else if (t.accept('ENCODE')) {
      t.wordOrString()
      this.#once(!this.#encoded, 'multiple encode type specified')
      this.#encoded = true
    } else if (t.accept('COMPRESS')) {
      t.wordOrString()
      if (t.accept('LEVEL')) t.wordOrString()
      this.#once(!this.#compressed, 'multiple compress type specified')
      this.#compressed = true
    } else if (t.sees('FAMILY') || t.sees('CREATE')) {
      parseFamily(t)
      this.#constrain('FAMILY', 'multiple column families specified')
    } else return false
    return true
  }

  /** A property that may have a name. */
  #parseNamed(): boolean {
    const t = this.#t
    if (t.accept('NOT')) {
      t.expect('NULL')
      this.#setNullable(false)
    } else if (t.accept('NULL')) this.#setNullable(true)
    else if (t.accept('DEFAULT')) {
      const value = parseRestrictedExpression(t)
      this.#once(!this.#default, 'multiple default values specified')
      this.#default = value
    } else if (t.accept('UNIQUE')) this.#constraints.push('UNIQUE')
    else if (t.accept('PRIMARY')) {
      t.expect('KEY')
      if (t.accept('USING')) parseBuckets(t)
      this.#constraints.push('PRIMARY KEY')
    } else if (t.accept('CHECK')) {
      parseBracketedExpression(t)
      this.#constraints.push('CHECK')
    } else if (t.accept('REFERENCES')) this.#parseReference()
    else if (t.accept('AS')) this.#parseComputed()
    else return false
    return true
  }

  #parseReference(): void {
    const t = this.#t
    t.tableName()
    if (t.acceptSymbol('(')) {
      t.name()
      t.expectSymbol(')')
    }
    parseReferenceEnd(t)
    this.#constrain('REFERENCES', 'multiple foreign key constraints specified')
  }

  #parseComputed(): void {
    const t = this.#t
    parseBracketedExpression(t)
    if (t.sees('VIRTUAL')) throw t.unimplemented()
    t.expect('STORED')
    this.#constraints.push('computed columns')
  }

  #setNullable(value: boolean): void {
    const agrees = this.#nullable === undefined || this.#nullable === value
    this.#once(agrees, 'conflicting NULL/NOT NULL declarations')
    this.#nullable = value
  }

  #constrain(constraint: string, message: string): void {
    this.#once(!this.#constraints.includes(constraint), message, '42P16')
    this.#constraints.push(constraint)
  }

  #once(fine: boolean, message: string, sqlState = '42601'): void {
    if (!fine) throw this.#t.invalid(message, sqlState)
  }
}

function parseFamily(t: TokenStream): void {
  const create = t.accept('CREATE')
  const mustHaveName = !create || t.accept('IF', 'NOT', 'EXISTS')
  t.expect('FAMILY')
  if (mustHaveName || t.seesName()) t.name()
}

/** `(expression)`, whose value does not count. */
export function parseBracketedExpression(t: TokenStream): void {
  t.expectSymbol('(')
  parseExpression(t)
  t.expectSymbol(')')
}

/** `HASH WITH BUCKET_COUNT = n`, behind USING. */
export function parseBuckets(t: TokenStream): void {
  t.expect('HASH', 'WITH', 'BUCKET_COUNT')
  t.expectSymbol('=')
  parseExpression(t)
}

/** `[MATCH …] [ON UPDATE …] [ON DELETE …]`. */
export function parseReferenceEnd(t: TokenStream): void {
  if (t.accept('MATCH')) {
    if (t.sees('PARTIAL')) throw t.unimplemented()
    if (t.acceptAny('SIMPLE', 'FULL') === undefined) throw t.unexpected()
  }
  const seen = new Set<string>()
  while (t.accept('ON')) {
    const event = t.acceptAny('UPDATE', 'DELETE')
    if (event === undefined || seen.has(event)) throw t.unexpected()
    seen.add(event)
    if (t.accept('NO')) t.expect('ACTION')
    else if (t.accept('SET')) {
      if (t.acceptAny('NULL', 'DEFAULT') === undefined) throw t.unexpected()
    } else if (t.acceptAny('RESTRICT', 'CASCADE') === undefined) throw t.unexpected()
  }
}
