import { isIP } from 'node:net'
import type { WorkerSettings } from '../config/worker-settings.ts'

const loopback = /^(localhost|127(\.\d+){3}|::1)$/

/** The name in a `Host` header, without port, brackets and a last dot, in small letters. */
function nameOf(host: string): string {
  const name = host.startsWith('[') ? host.slice(1).replace(/\].*$/, '') : host.replace(/:\d*$/, '')
  return name.toLowerCase().replace(/\.$/, '')
}

/**
 * Tells whether a request is meant for this worker, by its `Host` header. A name that anybody can point at 127.0.0.1 would
 * make a web page of that name one of the worker's own origin (DNS rebinding). So a worker that listens on this machine
 * alone takes `localhost`, addresses, and the names that its configuration gives it. One that listens for others cannot
 * know all its names, and takes any.
 */
export function ownHost({ listen, values }: WorkerSettings): (host: string | undefined) => boolean {
  if (!loopback.test(listen.host)) return () => true
  const names = new Set(['localhost', listen.host, values['rest.advertised.host.name']])
  return host => {
    // HTTP/1.0 needs no Host, and browsers always send one.
    if (host === undefined) return true
    const name = nameOf(host)
    return names.has(name) || name.endsWith('.localhost') || isIP(name) !== 0
  }
}
