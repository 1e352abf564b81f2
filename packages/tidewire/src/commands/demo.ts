import { Command } from 'commander'

/** `tidewire demo` */
export function demoCommand(): Command {
  return new Command('demo')
    .description('watch four records go from a Kafka topic into TDengine, in a temporary folder')
    .addHelpText('after', '\nExample:\n  $ tidewire demo')
    .action(async () => {
      const { runDemo } = await import('../demo/run.ts')
      await runDemo()
    })
}
