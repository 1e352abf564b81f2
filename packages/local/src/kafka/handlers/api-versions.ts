import { apiVersionsApi } from '../apis/api-versions.ts'
import { consumerGroupHeartbeatApi } from '../apis/group-admin.ts'
import { produceApi } from '../apis/produce.ts'
import { errorCode } from '../protocol/error-code.ts'
import { type Route, route } from '../server/route.ts'

/** APIs that are answered, with a refusal, but not offered: clients that ask first say so in words of their own. */
const notOffered: ReadonlySet<number> = new Set([consumerGroupHeartbeatApi.key])

/** The versions that are offered. */
function offered(routes: ReadonlyMap<number, Route>) {
  return Array.from(routes.values(), ({ api }) => ({
    apiKey: api.key,
    // Kafka 4 names version 0 of Produce too: librdkafka finds compression there. It is refused when used.
    minVersion: api.key === produceApi.key ? 0 : api.min,
    maxVersion: api.max,
  }))
    .filter(({ apiKey }) => !notOffered.has(apiKey))
    .sort((a, b) => a.apiKey - b.apiKey)
}

/** ApiVersions: what `routes` hold. */
export function apiVersionsRoute(routes: ReadonlyMap<number, Route>): Route {
  return route({
    api: apiVersionsApi,
    handle: () => ({ errorCode: errorCode.none, apiKeys: offered(routes) }),
    refuse: (_request, { code }) => ({ errorCode: code, apiKeys: offered(routes) }),
  })
}
