import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseText } from '@tidewire/local/kwdb'
import { beforeAll, describe, expect, it } from 'vitest'
import { corpusSize, emittedStatements, shapeOf } from './emitted-statements.ts'

const file = join(import.meta.dirname, '../../golden/kwdb/emitted.sql')

describe('the statements that the connectors send', () => {
  let statements: readonly string[]

  beforeAll(() => {
    statements = readFileSync(file, 'utf8').trimEnd().split('\n')
  })

  it('are written down: `node scripts/kwdb-statements.ts` makes the file', async () => {
    expect(await emittedStatements()).toEqual(statements)
  }, 60_000)

  it('are many, of many kinds, and stand on one line each', () => {
    expect(statements).toHaveLength(corpusSize)
    expect(new Set(statements).size).toBe(corpusSize)
    expect(new Set(statements.map(shapeOf)).size).toBeGreaterThanOrEqual(20)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them.
    expect(statements.filter(statement => /[\x00-\x1f]/.test(statement))).toEqual([])
  })

  it('are one statement each to the grammar', () => {
    const refused = statements.filter(statement => {
      try {
        return parseText(statement).length !== 1
      } catch {
        return true
      }
    })
    expect(refused).toEqual([])
  })
})
