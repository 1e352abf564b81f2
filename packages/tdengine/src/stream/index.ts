export type { CdcChange, CdcOrigin, ConsumerRecords } from './cdc-record.ts'
export { type CdcElements, type CdcSourceOptions, TDengineCdcSource } from './cdc-source.ts'
export type { Deserializer, RecordDeserializer, SplitResultRecord } from './element-decoder.ts'
export { type StreamProperties, TDengineCdcParams, TDengineConfigParams } from './parameters.ts'
export type { Row, RowOf, RowValue, TypeOf } from './row-decoder.ts'
export type { SinkRow } from './sink-row.ts'
export type { DeleteMode } from './sink-settings.ts'
export {
  type Moment,
  SourceSplitSql,
  SplitType,
  type SplitTypeName,
  type TimeRange,
  TimestampSplitInfo,
} from './split-sql.ts'
export { TDengineSink, type TDengineSinkOptions } from './tdengine-sink.ts'
export {
  type SourceRecords,
  TDengineSource,
  type TDengineSourceOptions,
} from './tdengine-source.ts'
