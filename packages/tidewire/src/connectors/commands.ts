import type { Props } from '@tidewire/core'
import type { ListFlags, LoadFlags, RestartFlags, WorkerFlags } from '../commands/connector.ts'
import { raise } from '../errors.ts'
import { note, writeLine } from '../terminal.ts'
import { readConnectorFile } from './config-file.ts'
import {
  columns,
  connectorText,
  entries,
  field,
  items,
  pretty,
  statusDetail,
  statusTable,
} from './connector-text.ts'
import { ConnectRest, type Json, refusal, segment } from './rest.ts'
import { workerUrl } from './worker-url.ts'

async function rest(flags: WorkerFlags): Promise<ConnectRest> {
  return new ConnectRest(await workerUrl(flags.url))
}

const conflict = 409

/** Creates a connector from a file and prints the worker's answer; one that exists gets the new configuration. */
export async function load(name: string, flags: LoadFlags): Promise<void> {
  const file = await readConnectorFile(flags.config)
  if (file.name !== null && file.name !== name) {
    note(`The file says name=${file.name}; the connector is loaded as ${name}.`)
  }
  const worker = await rest(flags)
  const config = { ...file.config, name }
  const doing = `load ${name}`
  let answer = await worker.send('POST', '/connectors', { name, config })
  if (answer.status === conflict) {
    const known = await worker.send('GET', `/connectors/${segment(name)}`)
    if (known.status >= 400) throw refusal(doing, answer)
    answer = await worker.send('PUT', `/connectors/${segment(name)}/config`, config)
    if (answer.status < 400)
      note(`Connector ${name} was there already; it has the new configuration.`)
  }
  if (answer.status < 400) await writeLine(connectorText(answer.body))
  // A key that is missing is often one that is misspelt.
  await noteUnknownKeys(worker, config)
  if (answer.status >= 400) throw refusal(doing, answer)
}

/** A misspelt key is no error for Connect; whoever loads a file should see it without looking into the log. */
async function noteUnknownKeys(worker: ConnectRest, config: Props): Promise<void> {
  const type = config['connector.class'] ?? ''
  const path = `/connector-plugins/${segment(type)}/config/validate`
  const { status, body } = await worker.send('PUT', path, config)
  if (status >= 400) return
  const known = items(field(body, 'configs')).map(key => field(field(key, 'definition'), 'name'))
  const { unknownKeyNotes } = await import('./unknown-keys.ts')
  for (const line of unknownKeyNotes(config, known.map(String))) note(line)
}

/** Deletes a connector. */
export async function unload(name: string, flags: WorkerFlags): Promise<void> {
  await (await rest(flags)).ask(`unload ${name}`, 'DELETE', `/connectors/${segment(name)}`)
  await writeLine('Success.')
}

async function statuses(worker: ConnectRest): Promise<readonly Json[]> {
  const all = await worker.ask('tell the status', 'GET', '/connectors?expand=status')
  return entries(all)
    .map(([, value]) => field(value, 'status'))
    .toSorted((a, b) => (String(field(a, 'name')) < String(field(b, 'name')) ? -1 : 1))
}

/** Prints the state of all connectors, or everything about one. */
export async function status(name: string | undefined, flags: ListFlags): Promise<void> {
  const worker = await rest(flags)
  if (name === undefined) {
    const all = await statuses(worker)
    if (flags.json === true) await writeLine(pretty(all))
    else await writeLine(all.length === 0 ? 'No connectors are loaded.' : statusTable(all))
    return
  }
  const one = await worker.ask(
    `tell the status of ${name}`,
    'GET',
    `/connectors/${segment(name)}/status`,
  )
  await writeLine(flags.json === true ? pretty(one) : statusDetail(one))
}

/** Prints the names of the connectors. */
export async function list(flags: ListFlags): Promise<void> {
  const names = items(await (await rest(flags)).ask('list connectors', 'GET', '/connectors'))
  if (flags.json === true) await writeLine(pretty(names))
  else for (const name of names.toSorted()) await writeLine(String(name))
}

/** Prints a connector's configuration. */
export async function config(name: string, flags: WorkerFlags): Promise<void> {
  const path = `/connectors/${segment(name)}/config`
  await writeLine(pretty(await (await rest(flags)).ask(`show ${name}`, 'GET', path)))
}

/** Pauses, resumes or stops a connector. */
export async function change(
  verb: 'pause' | 'resume' | 'stop',
  name: string,
  flags: WorkerFlags,
): Promise<void> {
  const path = `/connectors/${segment(name)}/${verb}`
  await (await rest(flags)).ask(`${verb} ${name}`, 'PUT', path)
  await writeLine('Success.')
}

/** Restarts a connector, with its tasks unless told otherwise. */
export async function restart(name: string, flags: RestartFlags): Promise<void> {
  const query = `includeTasks=${flags.includeTasks !== false}&onlyFailed=${flags.onlyFailed === true}`
  const path = `/connectors/${segment(name)}/restart?${query}`
  await (await rest(flags)).ask(`restart ${name}`, 'POST', path)
  await writeLine('Success.')
}

/** Prints the connector classes in the form of the Confluent command. */
export async function plugins(flags: WorkerFlags): Promise<void> {
  const all = await (await rest(flags)).ask('list plugins', 'GET', '/connector-plugins')
  await writeLine('Available Connect Plugins:')
  await writeLine(pretty(all))
}

async function fullClass(worker: ConnectRest, name: string): Promise<string> {
  const all = items(await worker.ask('list plugins', 'GET', '/connector-plugins'))
  const classes = all.map(plugin => String(field(plugin, 'class')))
  const found = classes.find(c => c === name || c.endsWith(`.${name}`))
  if (found !== undefined) return found
  throw raise('CLI_USAGE', {
    problem: `the worker has no connector class ${name}; it has ${classes.join(', ')}`,
  })
}

/** Prints the configuration keys of a connector class. */
export async function describe(name: string, flags: ListFlags): Promise<void> {
  const worker = await rest(flags)
  const path = `/connector-plugins/${segment(await fullClass(worker, name))}/config`
  const keys = await worker.ask(`describe ${name}`, 'GET', path)
  if (flags.json === true) {
    await writeLine(pretty(keys))
    return
  }
  const rows = items(keys).map(key => [
    String(field(key, 'name')),
    String(field(key, 'type')),
    field(key, 'required') === true ? '(required)' : String(field(key, 'default_value') ?? ''),
    String(field(key, 'documentation')),
  ])
  await writeLine(columns([['KEY', 'TYPE', 'DEFAULT', 'MEANING'], ...rows]))
}

/** The answers of the Confluent command, for `local services connect`. */
export async function statusAsJson(name: string | undefined, flags: WorkerFlags): Promise<void> {
  await status(name, { ...flags, json: true })
}
