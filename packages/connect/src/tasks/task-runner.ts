import type { TopicPartition } from '@tidewire/kafka'
import type { Retrying } from './retry-note.ts'

/** A running task, sink or source, as its owner handles it. */
export interface TaskRunner {
  /** Stops or resumes the flow of records; the task itself stays. */
  setPaused(paused: boolean): void
  /** Resolves when nothing is being delivered. */
  idle(): Promise<void>
  /** Records between what was read and the end of the partitions, as far as known; none for sources. */
  lag(): readonly (TopicPartition & { readonly lag: bigint })[]
  /** What a running task tries again and again; null when all is well. */
  readonly retrying: Retrying | null
  /** Forgets which topics were seen, so that the next records of each are told again. */
  forgetTopics(): void
}

/** What a task tells its owner. */
export interface TaskHooks {
  onRunner(runner: TaskRunner): void
  /** The task has started. */
  onRunning(): void
  /** Records went through. */
  onProgress(): void
}
