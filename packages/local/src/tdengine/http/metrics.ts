import type { ServerContext } from '../server-context.ts'

/** Counters in Prometheus' text format. */
export function metricsText(context: ServerContext): string {
  const { counters, engine } = context
  const lines = [
    '# HELP tidewire_tdengine_http_requests_total HTTP requests answered.',
    '# TYPE tidewire_tdengine_http_requests_total counter',
    `tidewire_tdengine_http_requests_total ${counters.httpRequests}`,
    '# HELP tidewire_tdengine_websockets Open WebSocket connections.',
    '# TYPE tidewire_tdengine_websockets gauge',
    `tidewire_tdengine_websockets ${counters.sockets}`,
    '# HELP tidewire_tdengine_databases Databases.',
    '# TYPE tidewire_tdengine_databases gauge',
    `tidewire_tdengine_databases ${engine.databases().length}`,
    '# HELP process_resident_memory_bytes Resident memory.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
  ]
  return `${lines.join('\n')}\n`
}
