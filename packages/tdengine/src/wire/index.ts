export { type BindBlock, bindBlock, bindState, bindValues, unset } from './bind-block.ts'
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
  decodeFetchBlockReply,
  decodeFetchReply,
  encodeFetchBlockReply,
  encodeFetchReply,
  encodeFetchRequest,
  encodeSqlRequest,
  type FetchBlockReply,
  type FetchReply,
  readBinaryHead,
  readBinaryReplyHead,
} from './fetch-frame.ts'
export { decodeJsonTag, encodeJsonTag } from './json-tag.ts'
export { type BlockColumn, RawBlock } from './raw-block.ts'
export { type BlockOptions, type ColumnToEncode, encodeBlock } from './raw-block-encode.ts'
export {
  adapterCode,
  type RetryAdvice,
  type ServerCode,
  type ServerErrorKind,
  serverCodes,
  serverCodeText,
  serverErrorKind,
} from './server-codes.ts'
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
