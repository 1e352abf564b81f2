import type { KwdbHost } from './api.ts'

/** `host:port` as URLs write it, an IPv6 address in brackets. */
export function hostText({ host, port }: KwdbHost): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
