import { Command } from 'commander'
import { connectWorkerCommands } from './commands/connect-worker.ts'
import { connectorCommand, pluginCommand } from './commands/connector.ts'
import { demoCommand } from './commands/demo.ts'
import { jobCommand } from './commands/job.ts'
import { kafkaToolCommands } from './commands/kafka-tools.ts'
import { localCommand } from './commands/local.ts'
import { queryCommand } from './commands/query.ts'
import { versionCommand } from './commands/version.ts'

/** The whole command tree. Only names and options live here; each action imports what it needs when it runs. */
export function buildProgram(): Command {
  const program = new Command('tidewire')
    .description('Moves time-series data between Kafka, TDengine and KWDB, without a JVM.')
    .addHelpText(
      'after',
      `
Examples:
  $ tidewire local start                                   Kafka, TDengine, KWDB and Connect on this machine
  $ tidewire connector load my-sink --config sink.properties
  $ tidewire kafka-console-producer --topic meters < lines.txt
  $ tidewire query "select * from power.meters"

Exit codes: 0 done, 1 failed, 2 wrong usage.`,
    )
  const commands = [
    localCommand(),
    connectorCommand(),
    pluginCommand(),
    queryCommand(),
    jobCommand(),
    ...kafkaToolCommands(),
    ...connectWorkerCommands(),
    demoCommand(),
    versionCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  prepare(program)
  // Arguments are in the help of each command; here they would leave no room for what it does.
  program.configureHelp({ showGlobalOptions: false, subcommandTerm: command => command.name() })
  return program
}

/** Settings that every command shares; commander does not inherit them for commands that are added whole. */
function prepare(command: Command): void {
  command
    .exitOverride()
    .showHelpAfterError('(add --help to see the options)')
    .configureHelp({ showGlobalOptions: false })
  for (const child of command.commands) prepare(child)
}
