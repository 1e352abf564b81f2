import { homedir } from 'node:os'
import { join } from 'node:path'

function fromEnvironment(name: string): string | null {
  const value = process.env[name]
  return value === undefined || value === '' ? null : value
}

/** The user's folder for data that must survive a restart (XDG base directories and their equals). */
export function dataFolder(): string {
  const named = fromEnvironment('XDG_DATA_HOME')
  if (named !== null) return join(named, 'tidewire')
  if (process.platform === 'win32') {
    return join(fromEnvironment('LOCALAPPDATA') ?? join(homedir(), 'AppData', 'Local'), 'tidewire')
  }
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support', 'tidewire')
  }
  return join(homedir(), '.local', 'share', 'tidewire')
}

/** The user's folder for small things to remember: history, the current data directory, logs. */
export function stateFolder(): string {
  const named = fromEnvironment('XDG_STATE_HOME')
  if (named !== null) return join(named, 'tidewire')
  if (process.platform === 'win32' || process.platform === 'darwin') return dataFolder()
  return join(homedir(), '.local', 'state', 'tidewire')
}

/** The user's folder for what can be made again; never a folder that others may write to. */
export function cacheFolder(): string {
  const named = fromEnvironment('XDG_CACHE_HOME')
  if (named !== null) return join(named, 'tidewire')
  if (process.platform === 'win32') return join(dataFolder(), 'cache')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'tidewire')
  return join(homedir(), '.cache', 'tidewire')
}
