import type { TDengineAddress } from '../client/api.ts'
import type { TmqOptions } from './api.ts'

/** The arguments of `subscribe`: every option is text. */
export function subscribeArgs(
  address: TDengineAddress,
  options: TmqOptions,
): Readonly<Record<string, unknown>> {
  const anonymous = address.token === null ? { user: 'root', password: 'taosdata' } : null
  const texts = {
    user: address.user ?? anonymous?.user,
    password: address.password?.reveal() ?? anonymous?.password,
    db: address.database,
    tz: address.timezone,
    app: address.appName ?? 'tidewire',
    ip: address.appIp,
    group_id: options.group,
    client_id: options.clientId,
    offset_reset: options.reset,
    auto_commit: options.autoCommit ?? false,
    auto_commit_interval_ms: options.autoCommitIntervalMs,
    snapshot_enable: options.snapshot,
    with_table_name: options.withTableName ?? true,
    enable_batch_meta: options.batchMeta === undefined ? undefined : Number(options.batchMeta),
    msg_consume_excluded:
      options.excludeReplicated === undefined ? undefined : Number(options.excludeReplicated),
    session_timeout_ms: options.sessionTimeoutMs,
    max_poll_interval_ms: options.maxPollIntervalMs,
  }
  const args: Record<string, unknown> = { topics: options.topics }
  for (const [name, value] of Object.entries(texts)) {
    if (value !== undefined && value !== null) args[name] = String(value)
  }
  if (options.config !== undefined) args.config = options.config
  return args
}
