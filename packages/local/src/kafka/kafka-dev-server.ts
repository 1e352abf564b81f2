import type { FaultSwitches, KafkaDevServerOptions } from './api.ts'
import type { RunningServer } from './server/start-server.ts'

/**
 * A Kafka broker for development, demos and tests: one node that keeps record batches in segment files and speaks the
 * Kafka protocol to Java clients, librdkafka, kafkajs and others.
 *
 *     await using server = await KafkaDevServer.start()
 *     const kafka = connect({ 'bootstrap.servers': server.bootstrapServers })
 */
export class KafkaDevServer implements AsyncDisposable {
  readonly #running: RunningServer

  private constructor(running: RunningServer) {
    this.#running = running
  }

  /**
   * Starts a broker; resolves when it takes connections. Rejects with `LOCAL_KAFKA_DIR_LOCKED`, `LOCAL_KAFKA_LISTEN` or
   * `LOCAL_KAFKA_CONFIG`.
   */
  static async start(options: KafkaDevServerOptions = {}): Promise<KafkaDevServer> {
    const { startServer } = await import('./server/start-server.ts')
    return new KafkaDevServer(await startServer(options))
  }

  /** Host to connect to. */
  get host(): string {
    return this.#running.host
  }

  get port(): number {
    return this.#running.port
  }

  /** `host:port`, as clients want it. */
  get bootstrapServers(): string {
    const { host, port } = this.#running
    return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  }

  /** Folder of the segment files. */
  get dataDir(): string {
    return this.#running.dataDir
  }

  get clusterId(): string {
    return this.#running.clusterId
  }

  /** Switches that make the broker misbehave. */
  get faults(): FaultSwitches {
    return this.#running.faults
  }

  /** Stops the broker; what was acknowledged is on disk. A temporary data folder is removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running.close()
  }
}
