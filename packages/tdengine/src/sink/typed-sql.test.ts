import { expect, it } from 'vitest'
import { readDescription } from './super-table.ts'
import { insertStatements } from './typed-sql.ts'

const table = readDescription('meters', [
  ['ts', 'TIMESTAMP', 8, ''],
  ['price', 'DECIMAL(10,2)', 8, ''],
  ['site', 'VARCHAR', 16, 'TAG'],
])

function statements(child: string): readonly string[] {
  if (table === null) throw new Error('the description is not read')
  const row = {
    child,
    time: 1n,
    tags: new Map([['site', "o'k"]]),
    columns: new Map([['price', '1.50']]),
  }
  return insertStatements('`d`', [row], table)
}

it('names and texts of records are quoted', () => {
  expect(statements('c 1')).toEqual([
    "INSERT INTO `d`.`c 1` USING `d`.`meters` (`site`) TAGS ('o\\'k') (`ts`,`price`) VALUES (1,1.50)",
  ])
})

it('a child table whose name would end its quotes is refused', () => {
  expect(() => statements('c` VALUES (1,2) `d`.`other')).toThrow(/is no table name/)
})
