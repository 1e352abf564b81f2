import type { ConfigKey } from '@tidewire/core'

/** The key that tells a converter which part of the record it serves (Kafka Connect's `ConverterConfig`). */
export const converterType: ConfigKey = {
  type: 'string',
  importance: 'low',
  doc: 'Which part of a record this converter serves: key, value or header. The worker sets it.',
  validator: value =>
    value === null || value === 'key' || value === 'value' || value === 'header'
      ? null
      : 'String must be one of: key, value, header',
}
