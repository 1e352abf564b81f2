export {
  type DataType,
  dataTypeOf,
  dataTypes,
  decimal64Precision,
  defaultLength,
  schemaBytes,
  type TDengineType,
  type TDengineValue,
  userLength,
  wireType,
} from './data-type.ts'
export { decimalText, parseDecimal } from './decimal.ts'
export {
  type BinaryReplyHead,
  type BinaryRequestHead,
  binaryAction,
  binaryHeadLength,
  decodeFetchReply,
  encodeFetchReply,
  encodeFetchRequest,
  encodeSqlRequest,
  type FetchReply,
  readBinaryHead,
  readBinaryReplyHead,
} from './fetch-frame.ts'
export { type BlockColumn, RawBlock } from './raw-block.ts'
export { type BlockOptions, type ColumnToEncode, encodeBlock } from './raw-block-encode.ts'
