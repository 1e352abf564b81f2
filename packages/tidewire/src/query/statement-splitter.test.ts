import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StatementSplitter, splitStatements, withoutHashLines } from './statement-splitter.ts'

describe('splitting SQL into statements', () => {
  it.each([
    ['select 1; select 2;', ['select 1', 'select 2']],
    ['select 1', ['select 1']],
    ["insert into t values (now, 'a;b')", ["insert into t values (now, 'a;b')"]],
    ["select 'it\\'s; one'; select 2", ["select 'it\\'s; one'", 'select 2']],
    ["select 'it''s; one'; select 2", ["select 'it''s; one'", 'select 2']],
    ['select `a;b` from "x;y"; b', ['select `a;b` from "x;y"', 'b']],
    ['-- a; comment\nselect 1; /* another; */ ;;', ['-- a; comment\nselect 1']],
    ["select 'open; text", ["select 'open; text"]],
    ['select 1 - 2; select 4 / 2', ['select 1 - 2', 'select 4 / 2']],
    ['', []],
  ])('%s', (text, statements) => {
    expect(splitStatements(text)).toEqual(statements)
  })

  it.each([
    ["insert into t values ('C:\\'); select 2", ["insert into t values ('C:\\')", 'select 2']],
    ["select e'it\\'s; one'; b", ["select e'it\\'s; one'", 'b']],
    ["values (b'\\x00;\\''); b", ["values (b'\\x00;\\'')", 'b']],
    ["select name'\\'; b", ["select name'\\'", 'b']],
    ['select `a; b', ['select `a', 'b']],
  ])("knows KWDB's strings: %s", (text, statements) => {
    expect(splitStatements(text, 'kwdb')).toEqual(statements)
  })

  it('finds the same statements however the text is cut', () => {
    const token = fc.constantFrom(
      'a',
      ' ',
      ';',
      "'",
      '"',
      '`',
      '\\',
      '--',
      '-',
      '/*',
      '*/',
      '/',
      '*',
      '\n',
      'é',
      "''",
    )
    const text = fc.array(token, { maxLength: 40 }).map(tokens => tokens.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (sql, cuts) => {
        const splitter = new StatementSplitter()
        const found: string[] = []
        let at = 0
        for (const cut of [...cuts.filter(c => c < sql.length), sql.length].sort((a, b) => a - b)) {
          found.push(...splitter.push(sql.slice(at, cut)))
          at = cut
        }
        const rest = splitter.finish()
        if (rest !== null) found.push(rest)
        expect(found).toEqual(splitStatements(sql))
      }),
    )
  })

  it('knows when a statement is unfinished', () => {
    const splitter = new StatementSplitter()
    splitter.push('select 1;\n')
    expect(splitter.idle).toBe(true)
    splitter.push("insert into t values ('x;\n")
    expect(splitter.idle).toBe(false)
    splitter.reset()
    expect(splitter.idle).toBe(true)
  })

  it('leaves out the hash lines of a script', () => {
    expect(splitStatements(withoutHashLines('# a; b\nselect 1;\n  # c\nselect 2;'))).toEqual([
      'select 1',
      'select 2',
    ])
  })
})
