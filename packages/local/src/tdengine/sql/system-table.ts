import type { EngineValue } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import type { ResultColumn } from './result.ts'

/** A table of information_schema or performance_schema, filled when it is read. */
export interface SystemTable {
  readonly name: string
  readonly columns: readonly ResultColumn[]
  readonly rows: (engine: DuckEngine) => Promise<readonly (readonly EngineValue[])[]>
}
