import type { OpenKwdbEngine } from '../api.ts'
import { DuckKwdbEngine } from './kwdb-engine.ts'

/** Opens the engine of the KWDB development server on the files of a folder. */
export const openEngine: OpenKwdbEngine = options => DuckKwdbEngine.open(options)
