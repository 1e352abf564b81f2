import { Command } from 'commander'

/** `tidewire version` */
export function versionCommand(): Command {
  return new Command('version')
    .description('print the versions of Tidewire and of Node')
    .addHelpText('after', '\nExample:\n  $ tidewire version')
    .action(async () => {
      const { readFile } = await import('node:fs/promises')
      const { writeLine } = await import('../terminal.ts')
      const manifest: unknown = JSON.parse(
        await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
      )
      const version =
        typeof manifest === 'object' && manifest !== null && 'version' in manifest
          ? String(manifest.version)
          : 'unknown'
      await writeLine(`tidewire - time-series data between Kafka, TDengine and KWDB\n`)
      await writeLine(`Version:     ${version}`)
      await writeLine(`Node:        ${process.version} (${process.platform}/${process.arch})`)
    })
}
