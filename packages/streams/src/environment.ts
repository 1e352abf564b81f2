import type { StreamSource, StreamSplit } from '@tidewire/core'
import { DataStream } from './data-stream.ts'
import { ElementsSource } from './elements-source.ts'
import { Graph } from './graph/graph.ts'
import type { OperatorOptions } from './graph/node.ts'
import { planOf } from './graph/plan.ts'
import { Job, type JobResult } from './job.ts'
import { type JobOptions, jobDefaults } from './job-options.ts'

/** Where a job is built and run (Flink's `StreamExecutionEnvironment`). */
export class StreamEnvironment {
  readonly graph = new Graph()
  #options: JobOptions

  constructor(options: JobOptions = {}) {
    this.#options = options
  }

  get options(): JobOptions {
    return this.#options
  }

  /** Sets options of the job; what the command line says goes before. */
  configure(options: JobOptions): this {
    this.#options = { ...this.#options, ...options }
    return this
  }

  /** A stream of what a source reads. */
  from<T, S extends StreamSplit>(
    source: StreamSource<T, S>,
    options?: OperatorOptions,
  ): DataStream<T> {
    const node = this.graph.add(
      // The job passes a source only its own splits, so that their type is none of its business.
      { kind: 'source', source: source as unknown as StreamSource<unknown> },
      [],
      options,
    )
    return new DataStream<T>(this.graph, node)
  }

  /** A bounded stream of given elements, for trying things out. */
  fromElements<T>(elements: readonly T[], options?: OperatorOptions): DataStream<T> {
    return this.from(new ElementsSource(elements), options)
  }

  /** The job as built so far, ready to run on the calling thread. Throws `STREAM_GRAPH`. */
  job(): Job {
    return new Job(
      planOf(this.graph, this.#options.parallelism ?? jobDefaults.parallelism),
      this.#options,
      null,
    )
  }

  /** Runs the job to its end; an aborted signal stops it in good order. */
  execute(signal?: AbortSignal): Promise<JobResult> {
    return this.job().run(signal)
  }
}
