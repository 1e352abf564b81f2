import { expect, it } from 'vitest'
import { ScriptLines } from './script-lines.ts'
import { splitStatements } from './statement-splitter.ts'

it('a statement of a script is named by its line, not by that of the comments before it', () => {
  const text =
    "-- first\nuse a;\n\n/* two\nlines */ insert into t\nvalues (';\n');\nuse a; use a\n;use a"
  const lines = new ScriptLines('s.sql')
  lines.add(text)
  expect(splitStatements(text).map(statement => lines.placeOf(statement))).toEqual([
    'in s.sql, line 2',
    'in s.sql, line 5',
    'in s.sql, line 8',
    'in s.sql, line 8',
    'in s.sql, line 9',
  ])
})
