import type { ConnectorPlugin, Props } from '@tidewire/core'

/** How to start a worker. */
export interface WorkerOptions {
  /** Worker configuration with Kafka Connect's keys: bootstrap.servers, group.id, *.storage.topic, listeners … */
  readonly props: Props
  readonly plugins: readonly ConnectorPlugin[]
  /** Where log lines go; a pino destination such as a file descriptor or stream. Standard output when absent. */
  readonly logDestination?: NodeJS.WritableStream
  /** Standalone: no group, offsets in a file, connectors from files (connect-standalone). */
  readonly standalone?: { readonly connectors: readonly Props[] }
  /** Ends a start that waits, as for a Kafka that is away; `startWorker` then throws an abort. A started worker is disposed. */
  readonly signal?: AbortSignal
}

/** A running Kafka Connect worker; disposing stops its tasks, commits and leaves the group. */
export interface Worker extends AsyncDisposable {
  /** Address of the REST interface, e.g. `http://127.0.0.1:8083`. */
  readonly url: string
  /** Resolves when the worker has stopped; rejects with the reason when it failed. */
  readonly stopped: Promise<void>
}
