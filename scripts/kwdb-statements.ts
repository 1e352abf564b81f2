// Writes test/golden/kwdb/emitted.sql: statements that the KWDB connectors send, one a line, to be read by KWDB's own
// parser. The same statements are made in every run.
import { writeFileSync } from 'node:fs'
import { emittedStatements } from '../test/e2e/kwdb-statements/emitted-statements.ts'

const file = new URL('../test/golden/kwdb/emitted.sql', import.meta.url)
writeFileSync(file, `${(await emittedStatements()).join('\n')}\n`)
