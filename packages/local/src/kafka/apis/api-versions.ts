import { type Api, defineApi } from '../protocol/api.ts'
import { int16, int32, int64, list, string } from '../protocol/schema.ts'

const request = {
  clientSoftwareName: string.since(3).or(''),
  clientSoftwareVersion: string.since(3).or(''),
}

const response = {
  errorCode: int16,
  apiKeys: list({ apiKey: int16, minVersion: int16, maxVersion: int16 }),
  throttleTimeMs: int32.since(1).or(0),
  supportedFeatures: list({ name: string, minVersion: int16, maxVersion: int16 }).tagged(0, 3),
  finalizedFeaturesEpoch: int64.or(-1n).tagged(1, 3),
}

/** Kafka protocol: ApiVersions v0–v4. Its response header never has tagged fields. */
export const apiVersionsApi: Api<typeof request, typeof response> = defineApi({
  key: 18,
  name: 'ApiVersions',
  versions: [0, 4],
  flexible: 3,
  request,
  response,
})
