import { Command } from 'commander'

/** Options of `tidewire query` as commander hands them over. */
export interface QueryFlags {
  /** KWDB instead of TDengine. */
  readonly kwdb?: boolean
  readonly host?: string
  readonly port?: string
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly url?: string
  readonly sql?: string
  readonly file?: string
  readonly json?: boolean
  readonly csv?: boolean
  readonly rawTime?: boolean
  readonly displayWidth?: string
}

/** `tidewire query` */
export function queryCommand(): Command {
  return new Command('query')
    .description(
      'run SQL on TDengine or KWDB: one statement, a file, standard input or an interactive shell',
    )
    .argument('[sql...]', 'statements, separated by ;')
    .helpOption('--help', 'display help for command')
    .option('--kwdb', 'on KWDB instead of TDengine')
    .option('-h, --host <host>', 'host of taosAdapter or KWDB (default: localhost)')
    .option(
      '-P, --port <port>',
      'its port (default: that of `tidewire local`, else 6041, with --kwdb 26257)',
    )
    .option('-u, --user <name>', 'user (default: root)')
    .option(
      '-p, --password <password>',
      'password; better in the environment as TIDEWIRE_TDENGINE_PASSWORD (default: taosdata) or TIDEWIRE_KWDB_PASSWORD',
    )
    .option('-d, --database <name>', 'database to use')
    .option(
      '--url <url>',
      'where it is, as a JDBC URL such as jdbc:TAOS-WS://host:6041/db or jdbc:kaiwudb://host:26257/db',
    )
    .option('-s, --sql <sql>', 'statements, separated by ;')
    .option('-f, --file <file>', 'run the statements of a file; - for standard input')
    .option('--json', 'print one JSON object per row')
    .option('--csv', 'print CSV with a header line')
    .option('-r, --raw-time', 'print time stamps as numbers')
    .option('-w, --display-width <columns>', 'widest text column of the table (default: 30)')
    .addHelpText(
      'after',
      `
Without SQL on a terminal: an interactive shell. A statement ends with ";", "\\G" prints a row below the other.

Examples:
  $ tidewire query "select * from power.meters limit 5"
  $ tidewire query -d power -s "select count(*) from meters" --json
  $ tidewire query -f prepare-source-data.sql
  $ tidewire query --kwdb "show databases"
  $ tidewire query -h tdengine.example.com -P 6041 -u root`,
    )
    .action(async (sql: readonly string[], flags: QueryFlags) => {
      const { runQuery } = await import('../query/run.ts')
      await runQuery(sql, flags)
    })
}
