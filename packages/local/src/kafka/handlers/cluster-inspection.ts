import { statfs } from 'node:fs/promises'
import {
  describeAclsApi,
  describeClientQuotasApi,
  describeLogDirsApi,
} from '../apis/cluster-inspection.ts'
import { errorCode } from '../protocol/error-code.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'

/** DescribeLogDirs, and what a broker without authorizer and quotas says of them. */
export function inspectionRoutes(broker: Broker): readonly Route[] {
  return [
    route({
      api: describeLogDirsApi,
      async handle(request) {
        const asked =
          request.topics === null
            ? null
            : new Map(request.topics.map(({ topic, partitions }) => [topic, new Set(partitions)]))
        const { bsize, blocks, bavail } = await statfs(broker.dataDir)
        const topics = []
        for (const { name, partitions } of broker.topics.all()) {
          if (asked !== null && !asked.has(name)) continue
          topics.push({
            name,
            partitions: [...partitions.entries()]
              .filter(([index]) => asked?.get(name)?.has(index) ?? true)
              .map(([partitionIndex, log]) => ({
                partitionIndex,
                partitionSize: BigInt(log.size),
                offsetLag: 0n,
                isFutureKey: false,
              })),
          })
        }
        return {
          results: [
            {
              errorCode: errorCode.none,
              logDir: broker.dataDir,
              topics,
              totalBytes: BigInt(bsize) * BigInt(blocks),
              usableBytes: BigInt(bsize) * BigInt(bavail),
            },
          ],
        }
      },
      refuse: (_request, { code }) => ({ errorCode: code, results: [] }),
    }),
    route({
      api: describeAclsApi,
      handle: () => ({
        errorCode: errorCode.securityDisabled,
        errorMessage: 'No Authorizer is configured on the broker',
        resources: [],
      }),
      refuse: (_request, { code, message }) => ({
        errorCode: code,
        errorMessage: message,
        resources: [],
      }),
    }),
    route({
      api: describeClientQuotasApi,
      handle: () => ({ errorCode: errorCode.none, entries: [] }),
      refuse: (_request, { code, message }) => ({
        errorCode: code,
        errorMessage: message,
        entries: null,
      }),
    }),
  ]
}
