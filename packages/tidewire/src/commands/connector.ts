import { Command } from 'commander'

/** Options that every command for a worker has. */
export interface WorkerFlags {
  readonly url?: string
}

/** Options of `connector load`. */
export interface LoadFlags extends WorkerFlags {
  readonly config: string
}

/** Options of commands that can print JSON. */
export interface ListFlags extends WorkerFlags {
  readonly json?: boolean
}

/** Options of `connector restart`. */
export interface RestartFlags extends WorkerFlags {
  readonly includeTasks?: boolean
  readonly onlyFailed?: boolean
}

const urlHelp =
  'address of the worker (default: TIDEWIRE_CONNECT_URL, else the running local environment, else http://localhost:8083)'

function sub(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--url <url>', urlHelp)
    .addHelpText('after', `\nExample:\n  $ tidewire ${example}`)
}

const actions = () => import('../connectors/commands.ts')

/** `tidewire connector …` */
export function connectorCommand(): Command {
  const command = new Command('connector').description('load, watch and unload connectors')
  command.addHelpText(
    'after',
    `
Examples:
  $ tidewire connector load TDengineSinkConnector --config sink-demo.properties
  $ tidewire connector status
  $ tidewire connector unload TDengineSinkConnector`,
  )
  command.addCommand(
    sub(
      'load',
      'create a connector from a .properties or JSON file, or replace its configuration',
      'connector load TDengineSinkConnector --config sink-demo.properties',
    )
      .argument('<name>', 'name of the connector')
      .requiredOption('-c, --config <file>', '.properties, {"name", "config"} or flat JSON')
      .action(async (name: string, flags: LoadFlags) => (await actions()).load(name, flags)),
  )
  command.addCommand(
    sub('unload', 'delete a connector', 'connector unload TDengineSinkConnector')
      .argument('<name>')
      .action(async (name: string, flags: WorkerFlags) => (await actions()).unload(name, flags)),
  )
  command.addCommand(
    sub('status', 'show the state of all connectors, or of one with its errors', 'connector status')
      .argument('[name]')
      .option('--json', 'print what the worker answers')
      .action(async (name: string | undefined, flags: ListFlags) =>
        (await actions()).status(name, flags),
      ),
  )
  command.addCommand(
    sub('list', 'list the names of the connectors', 'connector list')
      .option('--json', 'print a JSON array')
      .action(async (flags: ListFlags) => (await actions()).list(flags)),
  )
  command.addCommand(
    sub('config', 'print the configuration of a connector', 'connector config my-sink')
      .argument('<name>')
      .action(async (name: string, flags: WorkerFlags) => (await actions()).config(name, flags)),
  )
  for (const verb of ['pause', 'resume', 'stop'] as const) {
    command.addCommand(
      sub(verb, `${verb} a connector`, `connector ${verb} my-sink`)
        .argument('<name>')
        .action(async (name: string, flags: WorkerFlags) =>
          (await actions()).change(verb, name, flags),
        ),
    )
  }
  command.addCommand(
    sub('restart', 'restart a connector and its failed tasks', 'connector restart my-sink')
      .argument('<name>')
      .option('--no-include-tasks', 'only the connector itself')
      .option('--only-failed', 'only what has failed')
      .action(async (name: string, flags: RestartFlags) => (await actions()).restart(name, flags)),
  )
  return command
}

/** `tidewire plugin …` */
export function pluginCommand(): Command {
  const command = new Command('plugin').description('show what a worker can run')
  command.addHelpText('after', '\nExample:\n  $ tidewire plugin list')
  command.addCommand(
    sub('list', 'list the connector classes', 'plugin list').action(async (flags: WorkerFlags) =>
      (await actions()).plugins(flags),
    ),
  )
  command.addCommand(
    sub(
      'describe',
      'list the configuration keys of a connector class',
      'plugin describe TDengineSinkConnector',
    )
      .argument('<class>', 'full class name, or its last part')
      .option('--json', 'print what the worker answers')
      .action(async (name: string, flags: ListFlags) => (await actions()).describe(name, flags)),
  )
  return command
}
