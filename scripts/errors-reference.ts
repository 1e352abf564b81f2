import { writeFileSync } from 'node:fs'
import { errorsReference } from '../test/docs/errors-reference.ts'

// Usage: npm run docs
writeFileSync(new URL('../docs/reference/errors.md', import.meta.url), errorsReference())
