import { connect as connectTcp, isIP, type NetConnectOpts, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions as TlsOptions } from 'node:tls'
import type { BinaryLane } from './binary-lane.ts'

const readBytes = 64 * 1024

/**
 * How the WebSocket library gets its socket: one whose bytes are read into the same memory again and again, go through a
 * lane, and reach the library as far as the lane passes them on.
 */
export function openSocket(tls: boolean, lane: BinaryLane): typeof connectTcp {
  const open = (options: NetConnectOpts): Socket => {
    const onread = {
      buffer: Buffer.allocUnsafeSlow(readBytes),
      callback: (count: number, buffer: Uint8Array) => {
        lane.push(buffer as Buffer, count)
        return true
      },
    }
    const { host = '' } = options as { readonly host?: string }
    // The path is that of the request; a socket would take it for a file.
    const own = { ...options, path: undefined, onread }
    // The types of Node know `onread` for TCP only; its documentation has it for TLS as well.
    const secure: TlsOptions = { servername: isIP(host) === 0 ? host : '', ...own }
    const socket = tls ? connectTls(secure) : connectTcp(own as NetConnectOpts)
    lane.pass = bytes => void socket.push(bytes)
    return socket
  }
  // The library calls it with options only.
  return open as typeof connectTcp
}
