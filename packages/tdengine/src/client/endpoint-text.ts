import type { AdapterEndpoint } from './api.ts'

/** `host:port` as URLs write it, an IPv6 address in brackets. */
export function endpointText(endpoint: AdapterEndpoint): string {
  const { host, port } = endpoint
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
