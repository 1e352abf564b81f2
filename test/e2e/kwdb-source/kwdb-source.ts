import { type KwdbClient, kwdbClient, kwdbSourcePlugin, parseKwdbUrl } from '@tidewire/kwdb'
import type { KwdbDevServer } from '@tidewire/local/kwdb'
import { type Read, SourceHarness } from '../tdengine-source/source-harness.ts'

/** A client of a development server, for preparing tables. */
export function adminClient(server: KwdbDevServer): KwdbClient {
  return kwdbClient(parseKwdbUrl(server.jdbcUrl, { user: 'root' }))
}

/** A source task before a development server, reading the table `m` of a database unless told otherwise. */
export function openSource(
  server: { readonly port: number },
  database: string,
  props: Readonly<Record<string, string>> = {},
): SourceHarness {
  const all = {
    'connection.url': `jdbc:kaiwudb://127.0.0.1:${server.port}`,
    'connection.user': 'root',
    'connection.database': database,
    'topic.prefix': 'kw',
    'late.rows.check.interval.ms': '1',
    tables: 'm',
    ...props,
  }
  return new SourceHarness(server, all, kwdbSourcePlugin)
}

/** The rows of json_kaiwudb records. */
export function rowsOf(reads: readonly Read[]): readonly Record<string, unknown>[] {
  return reads.flatMap(read => JSON.parse(read.value).data)
}
