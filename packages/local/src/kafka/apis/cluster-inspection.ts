import { type Api, defineApi } from '../protocol/api.ts'
import {
  array,
  bool,
  float64,
  int8,
  int16,
  int32,
  int64,
  list,
  string,
} from '../protocol/schema.ts'

const logDirsRequest = {
  topics: list({ topic: string, partitions: array(int32) }).nullable(),
}

const logDirsResponse = {
  throttleTimeMs: int32.or(0),
  errorCode: int16.since(3).or(0),
  results: list({
    errorCode: int16,
    logDir: string,
    topics: list({
      name: string,
      partitions: list({
        partitionIndex: int32,
        partitionSize: int64,
        offsetLag: int64,
        isFutureKey: bool,
      }),
    }),
    totalBytes: int64.since(4).or(-1n),
    usableBytes: int64.since(4).or(-1n),
  }),
}

/** Kafka protocol: DescribeLogDirs v1–v4. */
export const describeLogDirsApi: Api<typeof logDirsRequest, typeof logDirsResponse> = defineApi({
  key: 35,
  name: 'DescribeLogDirs',
  versions: [1, 4],
  flexible: 2,
  request: logDirsRequest,
  response: logDirsResponse,
})

const aclsRequest = {
  resourceTypeFilter: int8,
  resourceNameFilter: string.nullable(),
  patternTypeFilter: int8.since(1).or(3),
  principalFilter: string.nullable(),
  hostFilter: string.nullable(),
  operation: int8,
  permissionType: int8,
}

const aclsResponse = {
  throttleTimeMs: int32.or(0),
  errorCode: int16,
  errorMessage: string.nullable().or(null),
  resources: list({
    resourceType: int8,
    resourceName: string,
    patternType: int8.since(1).or(3),
    acls: list({ principal: string, host: string, operation: int8, permissionType: int8 }),
  }),
}

/** Kafka protocol: DescribeAcls v1–v3; answered as by a broker without an authorizer. */
export const describeAclsApi: Api<typeof aclsRequest, typeof aclsResponse> = defineApi({
  key: 29,
  name: 'DescribeAcls',
  versions: [1, 3],
  flexible: 2,
  request: aclsRequest,
  response: aclsResponse,
})

const quotasRequest = {
  components: list({ entityType: string, matchType: int8, match: string.nullable() }),
  strict: bool,
}

const quotasResponse = {
  throttleTimeMs: int32.or(0),
  errorCode: int16,
  errorMessage: string.nullable().or(null),
  entries: list({
    entity: list({ entityType: string, entityName: string.nullable() }),
    values: list({ key: string, value: float64 }),
  }).nullable(),
}

/** Kafka protocol: DescribeClientQuotas v0–v1; there are none. */
export const describeClientQuotasApi: Api<typeof quotasRequest, typeof quotasResponse> = defineApi({
  key: 48,
  name: 'DescribeClientQuotas',
  versions: [0, 1],
  flexible: 1,
  request: quotasRequest,
  response: quotasResponse,
})
