import { Command } from 'commander'

/** Options of the worker commands. */
export interface ConnectWorkerFlags {
  readonly daemon?: boolean
}

/** `tidewire connect-distributed` and `connect-standalone`, as Kafka's scripts of these names. */
export function connectWorkerCommands(): Command[] {
  const distributed = new Command('connect-distributed')
    .description('run a Connect worker; its configuration is in the properties file')
    .argument('<worker.properties>', 'bootstrap.servers, group.id, *.storage.topic, listeners …')
    .option('--daemon', 'run in the background; the log goes to a file')
    .addHelpText(
      'after',
      '\nExample:\n  $ tidewire connect-distributed -daemon config/connect-distributed.properties',
    )
    .action(async (file: string, flags: ConnectWorkerFlags) => {
      const { runDistributed } = await import('../connectors/worker-process.ts')
      await runDistributed(file, flags)
    })
  const standalone = new Command('connect-standalone')
    .description('run a worker by itself: connectors from files, source offsets in a file')
    .argument('<worker.properties>', 'bootstrap.servers, offset.storage.file.filename, listeners …')
    .argument('[connector-files...]', '.properties or JSON files of connectors')
    .option('--daemon', 'run in the background; the log goes to a file')
    .addHelpText(
      'after',
      '\nExample:\n  $ tidewire connect-standalone worker.properties sink-demo.properties',
    )
    .action(async (file: string, connectors: readonly string[], flags: ConnectWorkerFlags) => {
      const { runStandalone } = await import('../connectors/worker-process.ts')
      await runStandalone(file, connectors, flags)
    })
  return [distributed, standalone]
}
