import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, replaceFile } from '../log/file-io.ts'
import type { BrokerConfig } from './broker-config.ts'

const fileName = 'broker-config.json'

/** Stores what clients changed of the broker's configuration. */
export async function storeChanges(directory: string, config: BrokerConfig): Promise<void> {
  const content = JSON.stringify(Object.fromEntries(config.changes), null, 2)
  await replaceFile(join(directory, fileName), `${content}\n`)
}

/** Applies what was stored in an earlier run. */
export async function loadChanges(directory: string, config: BrokerConfig): Promise<void> {
  let text: string
  try {
    text = await readFile(join(directory, fileName), 'utf8')
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, string>)) {
    config.change(name, value)
  }
}
