import { isAbort, isRetriable, type Logger } from '@tidewire/core'
import type { TDengineAddress } from '../client/api.ts'
import { endpointText } from '../client/endpoint-text.ts'
import { isAtLeast } from '../client/server-version.ts'
import { shuffled, upgradeError } from '../client/session.ts'
import { UpgradeRefused, WsConnection } from '../client/ws-connection.ts'
import { raise } from '../errors.ts'
import { decodeTmqReply, type TmqRawReply } from '../wire/tmq-message.ts'
import { tmqError } from './tmq-error.ts'

/** The largest message that is taken, in bytes. */
const maxFrameBytes = 512 * 1024 * 1024
const oldest = [3, 2]
const firstRawData = [3, 3, 2]

/** One socket to `/rest/tmq`: requests by action, every reply checked for its code. */
export class TmqLink {
  readonly ws: WsConnection
  readonly #rawData: boolean

  /** Connects to the first of the address's adapters that answers, and checks the server's version. */
  static async open(
    address: TDengineAddress,
    log: Logger | null,
    signal?: AbortSignal,
  ): Promise<TmqLink> {
    let failure: unknown = raise('TDENGINE_CONNECT', {
      address: 'no host',
      reason: 'none is named',
    })
    for (const endpoint of [...shuffled(address.hosts), ...address.standby]) {
      try {
        const ws = await WsConnection.open(
          {
            ...endpoint,
            path: '/rest/tmq',
            tls: address.tls,
            verifyCertificate: address.verifyCertificate,
            token: address.token?.reveal() ?? null,
            compression: address.compression,
            connectTimeoutMs: address.connectTimeoutMs,
            requestTimeoutMs: address.messageTimeoutMs,
            maxFrameBytes,
          },
          signal,
        )
        try {
          return await TmqLink.#greeted(ws, signal)
        } catch (error) {
          await ws.close()
          throw error
        }
      } catch (error) {
        if (isAbort(error) || signal?.aborted) throw error
        failure =
          error instanceof UpgradeRefused
            ? upgradeError(endpointText(endpoint), error.status)
            : error
        if (!isRetriable(failure)) throw failure
        log?.debug('an adapter does not answer', { adapter: endpointText(endpoint) })
      }
    }
    throw failure
  }

  static async #greeted(ws: WsConnection, signal: AbortSignal | undefined): Promise<TmqLink> {
    const reply = await ws.request('version', {}, signal === undefined ? {} : { signal })
    const version = reply.kind === 'text' ? String(reply.json.version ?? 'unknown') : 'unknown'
    if (!isAtLeast(version, oldest)) {
      throw raise('TDENGINE_TMQ_VERSION', { version, address: ws.address })
    }
    return new TmqLink(ws, isAtLeast(version, firstRawData))
  }

  private constructor(ws: WsConnection, rawData: boolean) {
    this.ws = ws
    this.#rawData = rawData
  }

  /** Sends a request; a code other than 0 becomes an error that says what was being done. */
  async ask(
    action: string,
    args: Readonly<Record<string, unknown>>,
    doing: string,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>> {
    const reply = await this.ws.request(action, args, signal === undefined ? {} : { signal })
    if (reply.kind === 'binary') {
      throw raise('TDENGINE_FRAME', { reason: 'a binary frame where text was expected' }, { doing })
    }
    const { code, message } = reply.json
    if (code !== 0) throw tmqError(code, message, this.ws.address, doing)
    return reply.json
  }

  /** Fetches a message whole: `fetch_raw_data`, or `fetch_raw` of servers before 3.3.2. */
  async fetch(
    messageId: number,
    doing: string,
    signal?: AbortSignal,
  ): Promise<{ readonly raw: TmqRawReply; readonly release: () => void }> {
    const action = this.#rawData ? 'fetch_raw_data' : 'fetch_raw'
    const id = this.ws.nextRequestId()
    const frame = JSON.stringify({ action, args: { req_id: id, message_id: messageId } })
    const options = { resultId: BigInt(id), ...(signal === undefined ? {} : { signal }) }
    const reply = await this.ws.requestText(id, frame, action, options)
    if (reply.kind === 'text') {
      throw tmqError(reply.json.code, reply.json.message, this.ws.address, doing)
    }
    const raw = decodeTmqReply(reply.frame)
    if (raw.code !== 0) throw tmqError(raw.code, raw.message, this.ws.address, doing)
    return { raw, release: reply.release }
  }
}
