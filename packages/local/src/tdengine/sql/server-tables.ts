import type { EngineValue } from '../engine/api.ts'
import type { ResultColumn } from './result.ts'
import { of, text } from './system-column.ts'
import type { SystemTable } from './system-table.ts'

const users: SystemTable = {
  name: 'ins_users',
  columns: [
    text('name', 24),
    of('super', 'TINYINT'),
    of('enable', 'TINYINT'),
    of('sysinfo', 'TINYINT'),
    of('createdb', 'TINYINT'),
    of('create_time', 'TIMESTAMP'),
    text('allowed_host', 49152),
  ],
  async rows(engine) {
    return [...engine.catalog.users.values()].map(user => [
      user.name,
      user.name === 'root' ? 1 : 0,
      Number(user.enabled),
      Number(user.sysinfo),
      Number(user.createDatabase),
      BigInt(user.createdAt),
      '127.0.0.1/32,::1/128',
    ])
  },
}

const dnodes: SystemTable = {
  name: 'ins_dnodes',
  columns: [
    of('id', 'INT'),
    text('endpoint', 134),
    of('vnodes', 'SMALLINT'),
    of('support_vnodes', 'SMALLINT'),
    text('status', 10),
    of('create_time', 'TIMESTAMP'),
    of('reboot_time', 'TIMESTAMP'),
    text('note', 256),
  ],
  async rows(engine) {
    const vnodes = engine.databases().reduce((sum, { vgroups }) => sum + vgroups, 0)
    const started = BigInt(Date.now() - Math.round(process.uptime() * 1000))
    return [[1, 'localhost:6030', vnodes, 256, 'ready', started, started, '']]
  },
}

const mnodes: SystemTable = {
  name: 'ins_mnodes',
  columns: [
    of('id', 'INT'),
    text('endpoint', 134),
    text('role', 12),
    text('status', 9),
    of('create_time', 'TIMESTAMP'),
    of('role_time', 'TIMESTAMP'),
  ],
  async rows() {
    const started = BigInt(Date.now() - Math.round(process.uptime() * 1000))
    return [[1, 'localhost:6030', 'leader', 'ready', started, started]]
  },
}

const cluster: SystemTable = {
  name: 'ins_cluster',
  columns: [
    of('id', 'BIGINT'),
    text('name', 134),
    of('uptime', 'INT'),
    of('create_time', 'TIMESTAMP'),
    text('version', 10),
    of('expire_time', 'TIMESTAMP'),
  ],
  async rows() {
    const started = BigInt(Date.now() - Math.round(process.uptime() * 1000))
    return [[1n, 'tidewire', Math.round(process.uptime()), started, 'community', null]]
  },
}

const vgroups: SystemTable = {
  name: 'ins_vgroups',
  columns: [
    of('vgroup_id', 'INT'),
    text('db_name', 64),
    of('tables', 'INT'),
    of('v1_dnode', 'SMALLINT'),
    text('v1_status', 9),
    text('v1_applied/committed', 41),
    of('v2_dnode', 'SMALLINT'),
    text('v2_status', 9),
    text('v2_applied/committed', 41),
    of('v3_dnode', 'SMALLINT'),
    text('v3_status', 9),
    text('v3_applied/committed', 41),
    of('v4_dnode', 'SMALLINT'),
    text('v4_status', 9),
    text('v4_applied/committed', 41),
    of('cacheload', 'INT'),
    of('cacheelements', 'INT'),
    of('tsma', 'TINYINT'),
    of('mount_vgroup_id', 'INT'),
  ],
  async rows(engine) {
    return [...engine.catalog.databases.values()].flatMap(state =>
      Array.from({ length: state.database.vgroups }, (_, i) => [
        state.firstVgroup + i,
        state.database.name,
        0,
        1,
        'leader**',
        '0/0',
        ...new Array<EngineValue>(9).fill(null),
        0,
        0,
        0,
        0,
      ]),
    )
  },
}

const topics: SystemTable = {
  name: 'ins_topics',
  columns: [
    text('topic_name', 192),
    text('db_name', 64),
    of('create_time', 'TIMESTAMP'),
    text('sql', 2048),
    text('schema', 65517),
    text('meta', 4),
    text('type', 8),
  ],
  async rows(engine) {
    return [...engine.catalog.topics.values()].map(topic => [
      topic.name,
      topic.database,
      BigInt(topic.createdAt),
      topic.sql,
      topic.schema,
      topic.withMeta,
      topic.kind === 'select' ? 'column' : topic.kind === 'stable' ? 'stable' : 'db',
    ])
  },
}

/** Columns of SHOW SUBSCRIPTIONS. */
const subscriptions: SystemTable = {
  name: 'ins_subscriptions',
  columns: [
    text('topic_name', 205),
    text('consumer_group', 193),
    of('vgroup_id', 'INT'),
    text('consumer_id', 256),
    text('user', 24),
    text('fqdn', 128),
    text('offset', 64),
    of('rows', 'BIGINT'),
  ],
  rows: async engine => engine.subscriptions.subscriptions(),
}

/** Columns of SHOW CONSUMERS. */
const consumers: SystemTable = {
  name: 'perf_consumers',
  columns: [
    text('consumer_id', 32),
    text('consumer_group', 193),
    text('client_id', 256),
    text('user', 24),
    text('fqdn', 128),
    text('status', 20),
    text('topics', 205),
    of('up_time', 'TIMESTAMP'),
    of('subscribe_time', 'TIMESTAMP'),
    of('rebalance_time', 'TIMESTAMP'),
    text('parameters', 192),
    of('poll_time', 'TIMESTAMP'),
  ],
  rows: async engine => engine.subscriptions.consumers(),
}

const functions: SystemTable = {
  name: 'ins_functions',
  columns: [
    text('name', 64),
    text('comment', 255),
    of('aggregate', 'INT'),
    text('output_type', 30),
    of('create_time', 'TIMESTAMP'),
    of('code_len', 'INT'),
    of('bufsize', 'INT'),
    text('func_language', 14),
    text('func_body', 60000),
    of('func_version', 'INT'),
  ],
  rows: async () => [],
}

const views: SystemTable = {
  name: 'ins_views',
  columns: [
    text('view_name', 192),
    text('db_name', 64),
    text('effective_user', 24),
    of('create_time', 'TIMESTAMP'),
    text('type', 128),
    text('query_sql', 2048),
    text('parameters', 2048),
    text('default_values', 2048),
    text('target_table', 192),
  ],
  rows: async () => [],
}

const grants: SystemTable = {
  name: 'ins_grants',
  columns: [
    text('version', 64),
    text('expire_time', 19),
    text('service_time', 19),
    text('expired', 5),
    text('state', 9),
    text('timeseries', 43),
    text('dnodes', 21),
    text('cpu_cores', 21),
    text('vnodes', 21),
    text('storage_size', 43),
  ],
  rows: async () => [
    [
      'TDengine TSDB-OSS',
      'unlimited',
      'limited',
      'false',
      'ungranted',
      'unlimited',
      'unlimited',
      'unlimited',
      'unlimited',
      'unlimited',
    ],
  ],
}

/** A list that is always empty here. */
function empty(name: string, columns: readonly ResultColumn[]): SystemTable {
  return { name, columns, rows: async () => [] }
}

const privileges: SystemTable = {
  name: 'ins_user_privileges',
  columns: [
    text('user_name', 24),
    text('privilege', 10),
    text('db_name', 65),
    text('table_name', 193),
    text('condition', 49152),
    text('notes', 64),
  ],
  rows: async () => [['root', 'all', 'all', '', '', '']],
}

const qnodes = empty('ins_qnodes', [
  of('id', 'INT'),
  text('endpoint', 134),
  of('create_time', 'TIMESTAMP'),
])

const snodes = empty('ins_snodes', [
  of('id', 'INT'),
  text('endpoint', 134),
  of('create_time', 'TIMESTAMP'),
])

const connections = empty('perf_connections', [
  of('conn_id', 'INT UNSIGNED'),
  text('user', 24),
  text('app', 24),
  of('pid', 'INT UNSIGNED'),
  text('end_point', 134),
  of('login_time', 'TIMESTAMP'),
  of('last_access', 'TIMESTAMP'),
])

const queries = empty('perf_queries', [
  text('kill_id', 26),
  of('query_id', 'BIGINT UNSIGNED'),
  of('conn_id', 'INT UNSIGNED'),
  text('app', 24),
  of('pid', 'INT UNSIGNED'),
  text('user', 24),
  text('end_point', 22),
  of('create_time', 'TIMESTAMP'),
  of('exec_usec', 'BIGINT'),
  of('stable_query', 'BOOL'),
  of('sub_query', 'BOOL'),
  of('sub_num', 'INT'),
  text('sub_status', 1000),
  text('sql', 2048),
])

/** What information_schema tells of the server, its users and its subscriptions. */
export const serverTables: readonly SystemTable[] = [
  users,
  privileges,
  dnodes,
  mnodes,
  qnodes,
  snodes,
  cluster,
  vgroups,
  topics,
  functions,
  subscriptions,
  views,
  grants,
]

/** The tables of performance_schema. */
export const performanceTables: readonly SystemTable[] = [consumers, connections, queries]
