import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteName } from './identifier.ts'
import { textLiteral } from './text-literal.ts'

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Reads the literal at the start of a text as PostgreSQL's scanner does; returns its value and what follows. */
function scan(text: string): { value: string; rest: string } {
  const isEscaped = /^e'/i.test(text)
  let p = isEscaped ? 2 : 1
  let value = ''
  for (;;) {
    const c = text[p]
    if (c === undefined) throw new Error('the literal does not end')
    if (c === "'") {
      if (text[p + 1] !== "'") return { value, rest: text.slice(p + 1) }
      value += "'"
      p += 2
    } else if (isEscaped && c === '\\') {
      const next = text[p + 1] as string
      if (next === 'x') {
        value += String.fromCharCode(Number.parseInt(text.slice(p + 2, p + 4), 16))
        p += 4
      } else {
        value += escapes[next] ?? next
        p += 2
      }
    } else {
      value += c
      p += 1
    }
  }
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '\n',
        '\r',
        '\t',
        ';',
        '--',
        '/*',
        '*/',
        '\x01',
        '\x1f',
        'a',
        '☃',
        '😀',
        "');DROP TABLE t;--",
      ),
    )
    .map(parts => parts.join('')),
)

test('a literal says the text and ends where it ends, whatever stands in it', () => {
  fc.assert(
    fc.property(nasty, text => {
      fc.pre(!text.includes('\0') && text.isWellFormed())
      const after = "); DROP TABLE x; --'"
      expect(scan(textLiteral(text) + after)).toEqual({ value: text, rest: after })
    }),
    { numRuns: 2000 },
  )
})

test('a literal stays on one line of printable text', () => {
  fc.assert(
    fc.property(nasty, text => {
      fc.pre(!text.includes('\0'))
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them.
      expect(textLiteral(text)).not.toMatch(/[\x00-\x1f]/)
    }),
  )
})

test('plain texts need no escapes, backslashes among them', () => {
  expect(textLiteral('C:\\temp')).toBe("'C:\\temp'")
  expect(textLiteral("it's")).toBe("'it''s'")
  expect(textLiteral("a'\n\\")).toBe("e'a\\'\\n\\\\'")
})

test('a name is closed by no quote in it', () => {
  fc.assert(
    fc.property(nasty, name => {
      const quoted = quoteName(name)
      expect(quoted.slice(1, -1).replaceAll('""', '')).not.toContain('"')
      expect(quoted.slice(1, -1).replaceAll('""', '"')).toBe(name)
    }),
  )
})
