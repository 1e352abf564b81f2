import type { ConfigDef, Header, Props, Schema } from '@tidewire/core'

/** A value with its schema, in Kafka Connect's data model. */
export interface SchemaAndValue {
  readonly schema: Schema | null
  readonly value: unknown
}

/** Turns bytes into Connect data and back (Kafka Connect's `Converter`); one instance per task and side. */
export interface Converter {
  /** True when the bytes may be handed on as they are: the sink would get the same bytes back. */
  readonly keepsBytes: boolean
  /** Throws when the bytes do not fit; the worker adds record and stage. */
  toConnect(topic: string, headers: readonly Header[], bytes: Buffer | null): SchemaAndValue
  fromConnect(
    topic: string,
    headers: readonly Header[],
    schema: Schema | null,
    value: unknown,
  ): Uint8Array | null
}

/** A kind of converter that configurations can name. */
export interface ConverterPlugin {
  readonly className: string
  readonly version: string
  readonly config: ConfigDef
  /** What it can be used for: keys and values, headers, or both. */
  readonly serves: readonly ('records' | 'headers')[]
  /** `props`: the converter's own keys, prefix taken off. */
  create(props: Props, side: 'key' | 'value' | 'header'): Converter
}
