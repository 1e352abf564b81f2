import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldCase, nextToken, stringText, type Token } from './token.ts'

function tokens(sql: string): Token[] {
  const all: Token[] = []
  let at = 0
  for (;;) {
    const token = nextToken(sql, at)
    all.push(token)
    if (token.kind === 'end') return all
    at = token.end
  }
}

const kinds = (sql: string) => tokens(sql).map(({ kind, text }) => `${kind} ${text}`.trim())

describe('tokens', () => {
  test('every position belongs to one token or to the blanks between two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), sql => {
        let at = 0
        for (const { start, end } of tokens(sql)) {
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThanOrEqual(start)
          at = end
        }
      }),
    )
  })

  test('numbers, durations and what is neither', () => {
    expect(kinds('1 1.5 .5 1e3 10s 0x1F 0b11 1abc')).toEqual([
      'integer 1',
      'float 1.5',
      'float .5',
      'float 1e3',
      'variable 10s',
      'hex 0x1F',
      'binary 0b11',
      'malformed 1abc',
      'end',
    ])
  })

  test('comments and blanks are skipped', () => {
    expect(kinds('/* a */ select -- b\n 1')).toEqual(['word select', 'integer 1', 'end'])
  })

  test('an open quote takes the rest', () => {
    expect(kinds("select 'abc")).toEqual(['word select', "illegal 'abc", 'end'])
  })
})

describe('string literals', () => {
  test('whatever is quoted with doubled quotes and backslashes comes back', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const quoted = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
        const [token] = tokens(quoted)
        expect(token?.kind).toBe('string')
        expect(stringText(token?.text ?? '')).toBe(text)
      }),
    )
  })

  test('escapes', () => {
    expect(stringText("'a\\n\\t\\'\\\"\\\\\\%\\_\\x0a\\q'")).toBe('a\n\t\'"\\\\%\\_\\x0aq')
  })
})

test('letters fold outside quotes only, and nothing moves', () => {
  expect(foldCase('SELECT \'Ab\' "Cd" `Ef` FROM T')).toBe('select \'Ab\' "Cd" `Ef` from t')
  fc.assert(
    fc.property(fc.string(), sql => {
      expect(foldCase(sql)).toHaveLength(sql.length)
    }),
  )
})
