import { messageOf, type SourcePlugin } from '@tidewire/core'
import type { Kafka } from '@tidewire/kafka'
import { raise } from '../raise.ts'
import type { ConnectorEntry } from '../stores/config-store.ts'
import { sinkGroupId } from '../tasks/sink-task.ts'
import type { WorkerContext } from '../worker-context.ts'
import { typeOf } from './connector-views.ts'
import {
  alterSinkOffsets,
  type OffsetEntry,
  parseSinkOffsets,
  readSinkOffsets,
  resetSinkOffsets,
} from './sink-offsets.ts'

type AlterOffsets = NonNullable<SourcePlugin['alterOffsets']>

/** How long Kafka may take for a request about offsets, in milliseconds. */
const deadlineMs = 30_000

/** Reads and changes the offsets of connectors, with Kafka Connect's rules and error texts. */
export class ConnectorOffsets {
  readonly #context: WorkerContext
  readonly #kafka: Kafka
  readonly #settled: (name: string) => Promise<void>

  /** `settled` resolves when the tasks of a stopped connector have left their group. */
  constructor(context: WorkerContext, kafka: Kafka, settled: (name: string) => Promise<void>) {
    this.#context = context
    this.#kafka = kafka
    this.#settled = settled
  }

  #entry(name: string): ConnectorEntry {
    const entry = this.#context.configs.get(name)
    if (entry !== undefined) return entry
    throw raise('CONNECT_NOT_FOUND', { text: `Connector ${name} not found` })
  }

  #isSource({ props }: ConnectorEntry): boolean {
    return typeOf(this.#context.registry, props) === 'source'
  }

  /** Asks a source connector about changes of its offsets; true when it keeps no positions elsewhere. */
  #ask({ props }: ConnectorEntry, changes: Parameters<AlterOffsets>[1]): boolean {
    const plugin = this.#context.registry.connector(props['connector.class'] ?? '')
    if (plugin.type !== 'source') return true
    try {
      return plugin.alterOffsets?.(plugin.config.resolveAliases(props).props, changes) ?? false
    } catch (error) {
      const text = messageOf(error)
      throw raise('CONNECT_SERVER', { text }, { cause: error })
    }
  }

  #refuseUnlessStopped({ name, target, tasks }: ConnectorEntry): void {
    if (target === 'STOPPED' && tasks.length === 0) return
    throw raise('CONNECT_BAD_REQUEST', {
      text: `Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector by issuing a 'PUT' request to the '/connectors/${name}/stop' endpoint`,
    })
  }

  /** A sink's committed offsets, or a source's positions. */
  async read(name: string): Promise<readonly OffsetEntry[]> {
    const entry = this.#entry(name)
    if (this.#isSource(entry)) return this.#context.offsets.of(name) as readonly OffsetEntry[]
    const group = sinkGroupId(name, entry.props)
    return await readSinkOffsets(this.#kafka, group, AbortSignal.timeout(deadlineMs))
  }

  /** Changes offsets of a stopped connector; `null` removes one. False when it may keep positions elsewhere as well. */
  async alter(name: string, entries: readonly OffsetEntry[] | undefined): Promise<boolean> {
    const entry = this.#entry(name)
    if (entries === undefined || entries.length === 0) {
      throw raise('CONNECT_BAD_REQUEST', {
        text: 'Partitions / offsets need to be provided for an alter offsets request',
      })
    }
    this.#refuseUnlessStopped(entry)
    if (this.#isSource(entry)) return await this.#alterSource(entry, entries)
    const wanted = parseSinkOffsets(entries)
    await this.#settled(name)
    const group = sinkGroupId(name, entry.props)
    await alterSinkOffsets(this.#kafka, name, group, wanted, AbortSignal.timeout(deadlineMs))
    return true
  }

  async #alterSource(entry: ConnectorEntry, entries: readonly OffsetEntry[]): Promise<boolean> {
    const changes = entries.map(({ partition, offset }) => {
      if (partition !== null) return { partition, offset }
      throw raise('CONNECT_SERVER', { text: 'Partition objects cannot be null' })
    })
    const all = this.#ask(entry, changes)
    await this.#settled(entry.name)
    await this.#context.offsets.put(entry.name, changes)
    return all
  }

  /** Removes all offsets of a stopped connector. False when it may keep positions elsewhere as well. */
  async reset(name: string): Promise<boolean> {
    const entry = this.#entry(name)
    this.#refuseUnlessStopped(entry)
    await this.#settled(name)
    if (this.#isSource(entry)) {
      const { offsets } = this.#context
      const gone = offsets.of(name).map(({ partition }) => ({ partition, offset: null }))
      await offsets.put(name, gone)
      // Not asked about the single ones: what an earlier connector of this name left behind must go as well.
      return this.#ask(entry, [])
    }
    const group = sinkGroupId(name, entry.props)
    await resetSinkOffsets(this.#kafka, name, group, AbortSignal.timeout(deadlineMs))
    return true
  }
}
