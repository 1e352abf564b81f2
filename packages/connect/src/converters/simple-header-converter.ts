import { defineConfig, tidewireVersion } from '@tidewire/core'
import type { ConverterPlugin } from './converter.ts'
import { converterType } from './converter-type-key.ts'
import { stringConverter } from './string-converter.ts'

/** The default of `header.converter`. Headers stay bytes on their way through this worker, so it keeps them. */
export const simpleHeaderConverter: ConverterPlugin = {
  className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  version: tidewireVersion,
  serves: ['headers'],
  config: defineConfig({ 'converter.type': converterType }),
  create: (_props, side) => stringConverter.create({}, side),
}
