import { Command } from 'commander'
import { type ServiceName, titles } from '../local/service.ts'
import type { WorkerFlags } from './connector.ts'

/** Options of all `local` commands. */
export interface LocalFlags {
  readonly dataDir?: string
}

/** Options of `local start`. */
export interface StartFlags extends LocalFlags {
  readonly background?: boolean
  readonly freePorts?: boolean
  readonly host?: string
  readonly kafkaPort?: string
  readonly tdenginePort?: string
  readonly kwdbPort?: string
  readonly connectPort?: string
  readonly kafkaConfig?: string
  readonly connectConfig?: string
}

/** Options of `local status`. */
export interface StatusFlags extends LocalFlags {
  readonly json?: boolean
}

/** Options of `local destroy`. */
export interface DestroyFlags extends LocalFlags {
  readonly yes?: boolean
}

/** Options of `local logs`. */
export interface LogsFlags extends LocalFlags {
  readonly follow?: boolean
  readonly lines: string
  readonly path?: boolean
}

const actions = () => import('../local/commands.ts')
const connectors = () => import('../connectors/commands.ts')

function sub(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--data-dir <folder>', 'folder of data, logs and settings (default: one per user)')
    .addHelpText('after', `\nExample:\n  $ tidewire ${example}`)
}

function startOptions(command: Command): Command {
  return command
    .option('--free-ports', 'take another port where the usual one is in use')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--kafka-port <port>', 'port of the Kafka broker (default: 9092)')
    .option('--tdengine-port <port>', 'port of the TDengine server (default: 6041)')
    .option('--kwdb-port <port>', 'port of the KWDB server (default: 26257)')
    .option('--connect-port <port>', 'port of the Connect worker (default: 8083)')
    .option('--kafka-config <file>', 'properties for the broker, added to the effective ones')
    .option('--connect-config <file>', 'properties for the worker, added to the effective ones')
}

/** `tidewire local …` */
export function localCommand(): Command {
  const local = new Command('local')
    .description('Kafka, TDengine, KWDB and a Connect worker on this machine, for development')
    .addHelpText(
      'after',
      `
Examples:
  $ tidewire local start                   in the foreground; Ctrl-C stops it
  $ tidewire local start --background
  $ tidewire local status
  $ tidewire local logs connect --follow
  $ tidewire local stop`,
    )
  local.addCommand(
    startOptions(sub('start', 'start all services', 'local start --free-ports'))
      .option('-b, --background', 'return when the services are up')
      .action(async (flags: StartFlags) => (await actions()).start(flags)),
  )
  local.addCommand(
    sub('stop', 'stop all services', 'local stop').action(async (flags: LocalFlags) =>
      (await actions()).stop(flags),
    ),
  )
  local.addCommand(
    sub('status', 'show which services are up; exit code 1 when one is not', 'local status')
      .option('--json', 'print process, address and restarts of each service')
      .action(async (flags: StatusFlags) => (await actions()).status(flags)),
  )
  local.addCommand(
    sub('destroy', 'stop all services and delete their data', 'local destroy --yes')
      .option('-y, --yes', 'do not ask')
      .action(async (flags: DestroyFlags) => (await actions()).destroy(flags)),
  )
  local.addCommand(
    sub('logs', 'print the log of a service', 'local logs connect --follow')
      .argument('[service]', 'kafka, tdengine, kwdb or connect', 'connect')
      .option('-f, --follow', 'go on printing')
      .option('-n, --lines <number>', 'lines from the end', '100')
      .option('--path', 'print only where the log is')
      .action(async (service: string, flags: LogsFlags) => (await actions()).logs(service, flags)),
  )
  local.addCommand(
    sub('current', 'print the data directory', 'local current').action(async (flags: LocalFlags) =>
      (await actions()).current(flags),
    ),
  )
  local.addCommand(servicesCommand())
  return local
}

/** `tidewire local services …`: the words of `confluent local services …`. */
function servicesCommand(): Command {
  const services = new Command('services').description(
    'the same in the words of `confluent local services`',
  )
  services.addHelpText(
    'after',
    `
Examples:
  $ tidewire local services start
  $ tidewire local services connect plugin list
  $ tidewire local services connect connector load my-sink --config sink.properties`,
  )
  services.addCommand(
    startOptions(
      sub('start', 'start all services in the background', 'local services start'),
    ).action(async (flags: StartFlags) => (await actions()).start({ ...flags, background: true })),
  )
  services.addCommand(
    sub('stop', 'stop all services', 'local services stop').action(async (flags: LocalFlags) =>
      (await actions()).stop(flags),
    ),
  )
  services.addCommand(
    sub('status', 'show which services are up', 'local services status').action(
      async (flags: LocalFlags) => (await actions()).status(flags),
    ),
  )
  for (const name of ['connect', 'kafka', 'kwdb', 'tdengine'] as const) {
    services.addCommand(serviceCommand(name))
  }
  return services
}

function serviceCommand(name: ServiceName): Command {
  const command = new Command(name).description(`the service ${titles[name]}`)
  command.addHelpText('after', `\nExample:\n  $ tidewire local services ${name} status`)
  for (const verb of ['start', 'stop', 'status'] as const) {
    const text =
      verb === 'status' ? `show whether ${titles[name]} is up` : `${verb} ${titles[name]}`
    command.addCommand(
      sub(verb, text, `local services ${name} ${verb}`).action(async (flags: LocalFlags) =>
        (await actions()).service(name, verb, flags),
      ),
    )
  }
  command.addCommand(
    sub('log', `print the log of ${titles[name]}`, `local services ${name} log --follow`)
      .option('-f, --follow', 'go on printing')
      .option('-n, --lines <number>', 'lines from the end', '100')
      .option('--path', 'print only where the log is')
      .action(async (flags: LogsFlags) => (await actions()).logs(name, flags)),
  )
  if (name === 'connect') {
    command.addCommand(connectConnectorCommand())
    command.addCommand(connectPluginCommand())
  }
  return command
}

function worker(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--url <url>', 'address of the worker (default: the running local environment)')
    .addHelpText('after', `\nExample:\n  $ tidewire local services connect ${example}`)
}

function connectConnectorCommand(): Command {
  const command = new Command('connector').description('load, watch and unload connectors')
  command.addHelpText(
    'after',
    '\nExample:\n  $ tidewire local services connect connector load my-sink --config sink.properties',
  )
  command.addCommand(
    worker('load', 'create a connector', 'connector load my-sink --config sink.properties')
      .argument('<name>')
      .requiredOption('-c, --config <file>', '.properties or JSON')
      .action(async (name: string, flags: WorkerFlags & { readonly config: string }) =>
        (await connectors()).load(name, flags),
      ),
  )
  command.addCommand(
    worker('unload', 'delete a connector', 'connector unload my-sink')
      .argument('<name>')
      .action(async (name: string, flags: WorkerFlags) => (await connectors()).unload(name, flags)),
  )
  command.addCommand(
    worker('status', 'print the status of all connectors or of one', 'connector status')
      .argument('[name]')
      .action(async (name: string | undefined, flags: WorkerFlags) =>
        (await connectors()).statusAsJson(name, flags),
      ),
  )
  command.addCommand(
    worker('list', 'list the connectors', 'connector list').action(async (flags: WorkerFlags) =>
      (await connectors()).list({ ...flags, json: true }),
    ),
  )
  command.addCommand(
    worker('config', 'print the configuration of a connector', 'connector config my-sink')
      .argument('<name>')
      .action(async (name: string, flags: WorkerFlags) => (await connectors()).config(name, flags)),
  )
  return command
}

function connectPluginCommand(): Command {
  const command = new Command('plugin').description('show what the worker can run')
  command.addHelpText('after', '\nExample:\n  $ tidewire local services connect plugin list')
  command.addCommand(
    worker('list', 'list the connector classes', 'plugin list').action(async (flags: WorkerFlags) =>
      (await connectors()).plugins(flags),
    ),
  )
  command.addCommand(
    worker(
      'describe',
      'list the keys of a connector class',
      'plugin describe TDengineSinkConnector',
    )
      .argument('<class>')
      .action(async (name: string, flags: WorkerFlags) =>
        (await connectors()).describe(name, flags),
      ),
  )
  return command
}
