import type {
  Props,
  SourceBytesBatch,
  SourceRecord,
  SourceTask,
  SourceTaskContext,
} from '@tidewire/core'
import { sourceConfig } from '../source-config.ts'
import { settingsOf } from './profile.ts'
import { TDengineSourceTask } from './source-task.ts'
import { SubscriptionTask } from './subscription-task.ts'

/** The task of the source connector, by `read.method`. */
export class TaskByMethod implements SourceTask {
  #task: TDengineSourceTask | SubscriptionTask | null = null

  async start(props: Props, context: SourceTaskContext, signal: AbortSignal): Promise<void> {
    const { props: resolved } = sourceConfig.resolveAliases(props)
    const { readMethod } = settingsOf(sourceConfig.parse(resolved), resolved)
    const task = readMethod === 'subscription' ? new SubscriptionTask() : new TDengineSourceTask()
    await task.start(props, context, signal)
    this.#task = task
  }

  async poll(signal: AbortSignal): Promise<readonly SourceRecord[] | SourceBytesBatch> {
    if (this.#task === null) throw new Error('the task is not started')
    return await this.#task.poll(signal)
  }

  async commit(signal: AbortSignal): Promise<void> {
    if (this.#task instanceof SubscriptionTask) await this.#task.commit(signal)
  }

  async stop(): Promise<void> {
    await this.#task?.stop()
  }
}
