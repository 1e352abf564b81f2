export { type BindBlock, bindBlock, bindState, bindValues, unset } from './bind-block.ts'
export {
  type DataType,
  dataTypeOf,
  schemaBytes,
  type TDengineType,
  type TDengineValue,
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
export { type BindTable, encodeBindRequest } from './stmt2-bind.ts'
export { type BindPayload, decodeBindPayload } from './stmt2-bind-decode.ts'
export { decodeTaosdToken, encodeTaosdToken } from './taosd-token.ts'
export {
  decodeTmqBody,
  decodeTmqReply,
  encodeTmqBody,
  encodeTmqReply,
  type TmqBlock,
  type TmqBlockToEncode,
  type TmqColumn,
  type TmqOffsets,
  type TmqRawReply,
  tmqRawType,
} from './tmq-message.ts'
