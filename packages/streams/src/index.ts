export { DataStream, KeyedStream } from './data-stream.ts'
export { StreamEnvironment } from './environment.ts'
export { streamErrors } from './errors.ts'
export { FileSink } from './files/file-sink.ts'
export { FileSource, type LineFormat } from './files/file-source.ts'
export type {
  AggregateFunction,
  ElementContext,
  EmitMode,
  OperatorOptions,
  StreamKey,
  WatermarkStrategy,
} from './graph/node.ts'
export { Job, type JobResult, type JobState } from './job.ts'
export type { JobMetrics } from './job-meter.ts'
export type { CheckpointOptions, JobOptions, JobProgress } from './job-options.ts'
export { PrintSink } from './print-sink.ts'
export { exponentialDelay, type RestartStrategy } from './restart-strategy.ts'
export { jobOfFile } from './run-file.ts'
