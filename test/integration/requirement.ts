import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')

/** Programs of others that tests run. `TIDEWIRE_REQUIRE` lists those that must be there, as in `java,kcat`. */
type Requirement = 'java' | 'python' | 'kcat' | 'psql'

/** The reason why tests are skipped; where the requirement must be met, an error instead. */
function skipFor(requirement: Requirement, reason: string | null): string | null {
  if (reason === null) return null
  if (process.env.TIDEWIRE_REQUIRE?.split(',').includes(requirement) === true) {
    throw new Error(`${reason}, and TIDEWIRE_REQUIRE asks for ${requirement}`)
  }
  console.warn(`skipped: ${reason}`)
  return reason
}

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status === 0
}

/** Installs with a script of ours, which does nothing when it has been done; the reason when it fails. */
function installed(what: string, script: string, ...args: readonly string[]): string | null {
  const done = spawnSync('bash', [join(root, 'test', script), ...args], { encoding: 'utf8' })
  return done.status === 0 ? null : `${what} cannot be had: ${done.stderr.trim()}`
}

/** Sets of jars, each named by a file of `test/java`. */
export type JarSet =
  | 'kafka-3.9.2'
  | 'kafka-4.3.1'
  | 'taos-jdbcdriver-3.7.9'
  | 'postgresql-jdbc-42.7.7'

/** Folder of a set of jars. */
export function jars(set: JarSet): string {
  return join(root, '.cache', set)
}

/** Why tests with Java and a set of jars cannot run here; null when they can. */
export function missingJars(set: JarSet): string | null {
  const java = runs('java', '-version')
  return skipFor('java', java ? installed(set, 'java/fetch.sh', set) : 'Java is not installed')
}

/** Python clients, each with its own environment. */
export type PythonClient = 'taos-ws-py-0.7.0' | 'psycopg-3.2.13'

/** The Python that has a client. */
export function pythonWith(client: PythonClient): string {
  return join(root, '.cache', client, 'bin', 'python')
}

/** Why tests with a Python client cannot run here; null when they can. */
export function missingPythonClient(client: PythonClient): string | null {
  const script = 'integration/official-clients/install-python-client.sh'
  return skipFor('python', installed(client, script, client))
}

/** Why tests with psql cannot run here; null when they can. */
export function missingPsql(): string | null {
  return skipFor('psql', runs('psql', '--version') ? null : 'psql is not installed')
}

/** Why tests with kcat cannot run here; null when they can. */
export function missingKcat(): string | null {
  return skipFor('kcat', runs('kcat', '-V') ? null : 'kcat is not installed')
}
