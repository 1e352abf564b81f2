export { formatErrors } from './errors.ts'
export { FormatError, quoteRest, type TextPosition } from './format-error.ts'
export { type OpenTsdbOptions, OpenTsdbParser } from './json/opentsdb-parser.ts'
export { KaiwuJsonParser } from './kaiwudb/kaiwu-json-parser.ts'
export { KaiwuJsonPrinter, type PrimaryFlags } from './kaiwudb/kaiwu-json-printer.ts'
export { KaiwuLineParser } from './kaiwudb/kaiwu-line-parser.ts'
export { KaiwuLinePrinter } from './kaiwudb/kaiwu-line-printer.ts'
export { KaiwuOpenTsdbParser } from './kaiwudb/kaiwu-opentsdb-parser.ts'
export { kaiwuOpenTsdbPrinter, kaiwuTelnetPrinter } from './kaiwudb/kaiwu-opentsdb-printer.ts'
export type { KaiwuPrinter, KaiwuValues } from './kaiwudb/kaiwu-printer.ts'
export type { KaiwuRows } from './kaiwudb/kaiwu-rows.ts'
export type { KaiwuColumn, KaiwuTable, KaiwuTag } from './kaiwudb/kaiwu-table.ts'
export { KaiwuTelnetParser } from './kaiwudb/kaiwu-telnet-parser.ts'
export {
  type DeclaredType,
  declaredTypes,
  type PointRows,
  type PointSeries,
  type PointTag,
} from './kaiwudb/point-rows.ts'
export { type TextKind, type TextValues, textKinds } from './kaiwudb/text-values.ts'
export { type LineOptions, LineParser } from './line/line-parser.ts'
export { LinePrinter } from './line/line-printer.ts'
export type { LineFlavour } from './number-text.ts'
export {
  type ChildNaming,
  type ChildTarget,
  childTarget,
  withoutDots,
} from './points/child-table.ts'
export type { Measurement, MeasurementTag } from './points/measurement.ts'
export { columnNames, type PointBatch } from './points/point-batch.ts'
export type { PointColumn, PointValues } from './points/point-column.ts'
export type { LinePrecision } from './points/point-time.ts'
export type { Series, SeriesTag } from './points/series.ts'
export { type TelnetOptions, TelnetParser } from './telnet/telnet-parser.ts'
export { type OpenTsdbPoint, TelnetPrinter } from './telnet/telnet-printer.ts'
export { TextBuffer } from './text-buffer.ts'
export type { PrintValue } from './value-text.ts'
export {
  isVariableType,
  type ValueTypeId,
  type ValueTypeName,
  valueTypeName,
  valueTypes,
} from './value-type.ts'
export { wkbToWkt } from './wkb.ts'
export { wktToWkb } from './wkt.ts'
