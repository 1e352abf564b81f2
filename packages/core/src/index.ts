export {
  type ConfigDef,
  type ConfigKey,
  type ConfigKeys,
  type ConfigOf,
  type ConfigType,
  type ConfigValidator,
  type ConfigValue,
  defaultText,
  defineConfig,
  nearestName,
  splitList,
  type UnknownKey,
} from './config-def.ts'
export { atLeast, between, nonEmpty, oneOf } from './config-validators.ts'
export {
  type ConfigComplaint,
  type Connector,
  type ConnectorContext,
  type ConnectorPlugin,
  type ErrantRecordReporter,
  isBytes,
  type Logger,
  type OffsetReader,
  type Props,
  type SinkPlugin,
  type SinkTask,
  type SinkTaskContext,
  type SourcePlugin,
  type SourceTask,
  type SourceTaskContext,
  type TaskMetrics,
} from './connector.ts'
export { type DirectoryLock, lockDirectory } from './directory-lock.ts'
export {
  cardOf,
  describeError,
  type ErrorEntry,
  type ErrorFacts,
  type ErrorTable,
  errorFactory,
  isAbort,
  isRetriable,
  messageOf,
  TidewireError,
} from './error.ts'
export {
  type ErrorCard,
  formatCard,
  type RecordPosition,
  sampleOf,
  summarizeCard,
} from './error-card.ts'
export { coreErrors } from './errors.ts'
export { jsonText } from './json-text.ts'
export { groupGrowth } from './ledger/group-growth.ts'
export { HistoryWindow } from './ledger/history-window.ts'
export { lookUpPast, lookUpRecent, type RowIdentities } from './ledger/known-rows.ts'
export {
  countOf,
  earliest,
  Ledger,
  lookBackSlices,
  type OldSlice,
  RecentSlice,
  seriesGroups,
} from './ledger/ledger.ts'
export { ledgerText, readLedger } from './ledger/ledger-text.ts'
export { mix } from './ledger/mix.ts'
export { GroupCounter, type RowCounter } from './ledger/row-counter.ts'
export { SeenRows } from './ledger/seen-rows.ts'
export { earlier, later, type TimeSpan } from './ledger/time-span.ts'
export { chooser, type NameChoice } from './name-choice.ts'
export { parseProperties, printProperties } from './properties-text.ts'
export {
  type BytesBatch,
  type Header,
  headerText,
  keyBytes,
  offsetOf,
  type RecordsBatch,
  type SinkBatch,
  type SinkRecord,
  type SourceBytesBatch,
  type SourceRecord,
  sourceRecords,
  type TimestampType,
  textSchema,
  valueBytes,
} from './record.ts'
export {
  type BatchOrigin,
  type PrintedBytes,
  RecordBatch,
  type RecordSeries,
} from './record-batch.ts'
export { type RecordPlace, reportRecord } from './record-report.ts'
export { defaultRetry, type RetryPolicy, retry, retryDelay } from './retry.ts'
export { ReusedMemory } from './reused-memory.ts'
export { type RowFaults, rowFaults } from './row-faults.ts'
export { type Field, type Schema, type SchemaType, schemaTypes } from './schema.ts'
export { Secret, secretMask } from './secret.ts'
export type {
  SinkWriter,
  SourceBatch,
  SourceReader,
  SplitEnumerator,
  SplitProgress,
  StreamContext,
  StreamMetrics,
  StreamSink,
  StreamSource,
  StreamSplit,
} from './stream.ts'
export { type TableLook, TableWatch } from './table-watch.ts'
export { invalidValue, timeRangeComplaints } from './time-range.ts'
export { readTime } from './time-text.ts'
export { convertTime, nanosPer, type TimeUnit } from './time-unit.ts'
export { tidewireVersion } from './version.ts'
export { WaitingSplits } from './waiting-splits.ts'
