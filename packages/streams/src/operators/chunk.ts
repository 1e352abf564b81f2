/** Elements on their way through a job: many at once, so that nothing is paid per element. */
export interface Chunk {
  readonly rows: readonly unknown[]
  /** Event time of each row in milliseconds since the epoch; null when the stream has none. */
  readonly times: Float64Array | null
}

/** What takes the output of an operator. */
export interface Collector {
  /** Resolves when the elements are processed or safely queued: this is the back-pressure. */
  collect(chunk: Chunk): Promise<void>
  /**
   * No element before `time` is expected any more, in milliseconds since the epoch; Infinity at the end. NaN: nothing comes
   * for now, and nobody shall wait for this input (Flink's idleness).
   */
  watermark(time: number): Promise<void>
}

/** An operator at work in one subtask. */
export interface Operator extends Collector {
  /** State for a checkpoint; undefined when the operator has none. Survives `structuredClone`. */
  snapshot(): unknown
  /** Everything that came before is stored when this resolves; for sinks. */
  flush(): Promise<void>
  /** Rejects when it failed while nobody waited for it. */
  readonly failed?: Promise<never> | undefined
  /** All input has come; emits what waited for it. */
  end(): Promise<void>
  dispose(): Promise<void>
}

/** What a stateless operator does between its input and its output. */
export abstract class Stateless implements Operator {
  protected readonly output: Collector

  constructor(output: Collector) {
    this.output = output
  }

  abstract collect(chunk: Chunk): Promise<void>

  watermark(time: number): Promise<void> {
    return this.output.watermark(time)
  }

  snapshot(): unknown {
    return undefined
  }

  async flush(): Promise<void> {}

  async end(): Promise<void> {}

  async dispose(): Promise<void> {}
}

/** Hands the same elements to several operators, one after the other. */
export function fork(outputs: readonly Collector[]): Collector {
  const [only] = outputs
  if (outputs.length === 1 && only !== undefined) return only
  return {
    async collect(chunk) {
      for (const output of outputs) await output.collect(chunk)
    },
    async watermark(time) {
      for (const output of outputs) await output.watermark(time)
    },
  }
}
