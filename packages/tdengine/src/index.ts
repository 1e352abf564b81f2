export {
  type AddressOptions,
  parseTDengineUrl,
} from './client/address.ts'
export type {
  AdapterEndpoint,
  QueryResult,
  ResultBlock,
  ResultColumn,
  SchemalessProtocol,
  SchemalessWrite,
  TDengineAddress,
  TDengineClient,
} from './client/api.ts'
export { type ClientOptions, connectTDengine } from './client/client.ts'
export { decodeRestResult } from './client/rest-result.ts'
export { errorKind, serverCodeOf } from './client/server-error.ts'
export { tdengineErrors } from './errors.ts'
export { tdengineSinkPlugin } from './sink/plugin.ts'
export { tdengineSourcePlugin } from './source/plugin.ts'
export { sourceConfig } from './source-config.ts'
export type {
  TmqAssignment,
  TmqConsumer,
  TmqMessage,
  TmqMeta,
  TmqMetaEntry,
  TmqOptions,
  TmqShare,
} from './tmq/api.ts'
export { tmqConsumer } from './tmq/consumer.ts'
export type { TDengineType, TDengineValue } from './wire/data-type.ts'
