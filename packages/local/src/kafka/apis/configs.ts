import { type Api, defineApi } from '../protocol/api.ts'
import { array, bool, int8, int16, int32, list, string } from '../protocol/schema.ts'

const describeRequest = {
  resources: list({
    resourceType: int8,
    resourceName: string,
    configurationKeys: array(string).nullable(),
  }),
  includeSynonyms: bool.since(1).or(false),
  includeDocumentation: bool.since(3).or(false),
}

const describeResponse = {
  throttleTimeMs: int32.or(0),
  results: list({
    errorCode: int16,
    errorMessage: string.nullable().or(null),
    resourceType: int8,
    resourceName: string,
    configs: list({
      name: string,
      value: string.nullable(),
      readOnly: bool,
      configSource: int8.since(1).or(-1),
      isSensitive: bool,
      synonyms: list({ name: string, value: string.nullable(), source: int8 }).since(1).or([]),
      configType: int8.since(3).or(0),
      documentation: string.since(3).nullable(3).or(null),
    }),
  }),
}

/** Kafka protocol: DescribeConfigs v1–v4. */
export const describeConfigsApi: Api<typeof describeRequest, typeof describeResponse> = defineApi({
  key: 32,
  name: 'DescribeConfigs',
  versions: [1, 4],
  flexible: 4,
  request: describeRequest,
  response: describeResponse,
})

const alterRequest = {
  resources: list({
    resourceType: int8,
    resourceName: string,
    configs: list({ name: string, value: string.nullable() }),
  }),
  validateOnly: bool,
}

const alterResponse = {
  throttleTimeMs: int32.or(0),
  responses: list({
    errorCode: int16,
    errorMessage: string.nullable().or(null),
    resourceType: int8,
    resourceName: string,
  }),
}

/** Kafka protocol: AlterConfigs v0–v2. */
export const alterConfigsApi: Api<typeof alterRequest, typeof alterResponse> = defineApi({
  key: 33,
  name: 'AlterConfigs',
  versions: [0, 2],
  flexible: 2,
  request: alterRequest,
  response: alterResponse,
})

const incrementalRequest = {
  resources: list({
    resourceType: int8,
    resourceName: string,
    configs: list({ name: string, configOperation: int8, value: string.nullable() }),
  }),
  validateOnly: bool,
}

/** Kafka protocol: IncrementalAlterConfigs v0–v1. */
export const incrementalAlterConfigsApi: Api<typeof incrementalRequest, typeof alterResponse> =
  defineApi({
    key: 44,
    name: 'IncrementalAlterConfigs',
    versions: [0, 1],
    flexible: 1,
    request: incrementalRequest,
    response: alterResponse,
  })
