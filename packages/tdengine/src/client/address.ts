import { isIP, isIPv6 } from 'node:net'
import { nearestName, Secret } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { AdapterEndpoint, TDengineAddress } from './api.ts'
import {
  maskUrl,
  type Understood,
  type UrlForm,
  understood,
  urlForms,
  withoutMeaning,
} from './url-form.ts'

/** The port of taosAdapter. */
const adapterPort = 6041
const cloudPort = 443

/** What a configuration says beside the URL; the URL's own parameters win over `user` and `password`. */
export interface AddressOptions {
  readonly user?: string
  readonly password?: Secret
  /** Used when the URL names no database. */
  readonly database?: string
  /** Port of taosAdapter on every host, whatever the URL says (`connection.adapter.port`). */
  readonly adapterPort?: number
}

/** Values when a URL says nothing else (TDengine JDBC driver). */
const defaults = {
  connectTimeoutMs: 60_000,
  messageTimeoutMs: 60_000,
  reconnectAttempts: 3,
  reconnectIntervalMs: 2_000,
  httpPoolSize: 20,
} as const

const maximumAppName = 23

/**
 * Reads every form of URL of the TDengine JDBC driver (`jdbc:TAOS`, `jdbc:TAOS-RS`, `jdbc:TAOS-WS`, `jdbc:TSDB`) and the
 * DSN forms `ws://`, `wss://`, `http://`, `https://`, `taos+ws://`, `taosws://`. All of them mean taosAdapter. Fails with
 * `TDENGINE_URL`; secrets never reach the message.
 */
export function parseTDengineUrl(url: string, options: AddressOptions = {}): TDengineAddress {
  return new UrlReader(url, options).read()
}

class UrlReader {
  readonly #url: string
  readonly #options: AddressOptions
  readonly #parameters = new Map<string, string>()
  readonly #notes: string[] = []
  readonly #ignored: string[] = []

  constructor(url: string, options: AddressOptions) {
    this.#url = url
    this.#options = options
  }

  read(): TDengineAddress {
    const found = urlForms.find(([prefix]) => this.#url.startsWith(prefix))
    if (found === undefined) throw this.#unknownForm()
    const [prefix, form] = found
    const rest = this.#url.slice(prefix.length)
    const question = rest.indexOf('?')
    const beforeQuery = question < 0 ? rest : rest.slice(0, question)
    const slash = beforeQuery.indexOf('/')
    // Said before anything else is read: whatever stands before an @ may be a password and is in no message.
    if (beforeQuery.includes('@')) {
      if (!form.dsn)
        throw this.#fail('user and password belong behind the ? as user= and password=')
      if (slash >= 0 && slash < beforeQuery.lastIndexOf('@'))
        throw this.#fail('a / in user or password is written %2F')
    }
    this.#readParameters(question < 0 ? '' : rest.slice(question + 1), form)
    let authority = slash < 0 ? beforeQuery : beforeQuery.slice(0, slash)
    const path = slash < 0 ? '' : beforeQuery.slice(slash + 1)
    let credentials: readonly [string | null, string | null] = [null, null]
    const at = authority.lastIndexOf('@')
    if (at >= 0) {
      credentials = this.#credentials(authority.slice(0, at))
      authority = authority.slice(at + 1)
    }
    const token = this.#text('token')
    const tls = form.tls || this.#flag('useSSL')
    const hosts = this.#hosts(authority, form, tls && token !== null)
    const user = this.#text('user') ?? credentials[0] ?? this.#options.user ?? null
    const password = this.#text('password') ?? credentials[1]
    const socketTimeout = form.rest ? this.#number('httpSocketTimeout', 1) : null
    return {
      hosts,
      standby: this.#standby(hosts),
      tls,
      verifyCertificate: !this.#flag('disableSSLCertValidation'),
      user,
      password: password === null ? (this.#options.password ?? null) : new Secret(password),
      token: token === null ? null : new Secret(token),
      database: this.#database(path, form),
      timezone: this.#timezone(form),
      compression: this.#flag('enableCompression'),
      appName: this.#appName(),
      appIp: this.#appIp(),
      biMode: this.#number('conmode', 0) === 1,
      connectTimeoutMs: this.#number('httpConnectTimeout', 1) ?? defaults.connectTimeoutMs,
      messageTimeoutMs:
        this.#number('messageWaitTimeout', 1) ?? socketTimeout ?? defaults.messageTimeoutMs,
      httpPoolSize: this.#number('httpPoolSize', 1) ?? defaults.httpPoolSize,
      reconnect: {
        enabled: this.#flag('enableAutoReconnect'),
        attempts: this.#number('reconnectRetryCount', 0) ?? defaults.reconnectAttempts,
        intervalMs: this.#number('reconnectIntervalMs', 0) ?? defaults.reconnectIntervalMs,
      },
      notes: this.#notes,
      ignored: this.#ignored,
    }
  }

  #fail(reason: string): Error {
    return raise('TDENGINE_URL', { url: maskUrl(this.#url), reason })
  }

  #unknownForm(): Error {
    const prefix = /^(?:jdbc:)?[A-Za-z+-]*:(?:\/\/)?/.exec(this.#url)?.[0]
    if (prefix === undefined) return this.#fail('it does not begin with jdbc:TAOS-WS://')
    const known = urlForms.find(([name]) => name.toLowerCase() === prefix.toLowerCase())
    if (known !== undefined) return this.#fail(`the letter case matters: write ${known[0]}`)
    return this.#fail(`${prefix} is no form of TDengine URL`)
  }

  /** `key=value` pairs as the driver reads them: split at the first `=`, empty values skipped, later ones win. */
  #readParameters(query: string, form: UrlForm): void {
    for (const pair of query.split('&')) {
      const equals = pair.indexOf('=')
      const key = equals < 0 ? pair : pair.slice(0, equals)
      const value = equals < 0 ? '' : pair.slice(equals + 1)
      if (key === '' || value === '') continue
      if (understood.includes(key as Understood)) {
        const decoded = form.dsn || key === 'user' || key === 'password'
        this.#parameters.set(key, decoded ? this.#decode(key, value) : value)
      } else {
        if (!this.#ignored.includes(key)) this.#ignored.push(key)
        if (withoutMeaning.has(key) || /^(healthCheck|rebalance)/.test(key)) continue
        const lower = key.toLowerCase()
        const near =
          understood.find(name => name.toLowerCase() === lower) ?? nearestName(key, understood)
        if (near !== null)
          this.#notes.push(`the URL property ${key} is unknown; did you mean ${near}?`)
      }
    }
  }

  #decode(key: string, value: string): string {
    try {
      return decodeURIComponent(value.replaceAll('+', ' '))
    } catch {
      throw this.#fail(`the value of ${key} has a % that begins no %XX code; write % as %25`)
    }
  }

  #credentials(text: string): readonly [string | null, string | null] {
    const colon = text.indexOf(':')
    const part = (name: string, value: string) => {
      if (value === '') return null
      return this.#decode(name, value.replaceAll('+', '%2B'))
    }
    if (colon < 0) return [part('user', text), null]
    return [part('user', text.slice(0, colon)), part('password', text.slice(colon + 1))]
  }

  #hosts(authority: string, form: UrlForm, cloud: boolean): AdapterEndpoint[] {
    const fallback = cloud ? cloudPort : adapterPort
    const hosts: AdapterEndpoint[] = []
    for (const part of authority.split(',')) {
      const [name, port] = this.#endpoint(part.trim())
      if (name === '' && !form.native) throw this.#fail('it names no host')
      if (name === '') {
        this.#notes.push(
          'the URL names no host (the native driver would read taos.cfg): localhost is used',
        )
      }
      const host = name === '' ? 'localhost' : name
      const chosen = this.#options.adapterPort ?? (form.native ? adapterPort : (port ?? fallback))
      if (form.native) {
        const native = port === null ? host : `${host}:${port}`
        this.#notes.push(
          `${native} is the address of TDengine's native protocol; taosAdapter on ${host}:${chosen} is used`,
        )
      }
      hosts.push({ host, port: chosen })
    }
    return hosts
  }

  #endpoint(text: string): readonly [string, number | null] {
    const bracket = /^\[([^\]]*)\](?::(.*))?$/.exec(text)
    if (bracket !== null) {
      const [, host = '', port] = bracket
      if (!isIPv6(host) || host.includes('%')) throw this.#fail(`[${host}] is no IPv6 address`)
      return [host, this.#port(port)]
    }
    if (isIPv6(text)) throw this.#fail(`write the IPv6 address in brackets: [${text}]`)
    const colon = text.indexOf(':')
    const host = colon < 0 ? text : text.slice(0, colon)
    const usable = host === '' || (!/[\s:[\]@#\\]/.test(host) && URL.canParse(`ws://${host}/`))
    if (!usable) throw this.#fail(`${JSON.stringify(host)} is no host name`)
    return [host, this.#port(colon < 0 ? undefined : text.slice(colon + 1))]
  }

  #port(text: string | undefined): number | null {
    if (text === undefined || text === '') return null
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
    if (port < 1 || port > 65_535) throw this.#fail(`${JSON.stringify(text)} is no port`)
    return port
  }

  #standby(hosts: readonly AdapterEndpoint[]): AdapterEndpoint[] {
    const name = this.#text('slaveClusterHost')
    const port = this.#number('slaveClusterPort', 1)
    if (name === null) return []
    if (hosts.length > 1) {
      throw this.#fail('slaveClusterHost cannot be combined with several hosts')
    }
    const [host, own] = this.#endpoint(name)
    return [{ host, port: port ?? own ?? adapterPort }]
  }

  #database(path: string, form: UrlForm): string | null {
    const raw = path.replace(/\/+$/, '')
    const name = form.dsn
      ? this.#decode('the database', raw.replaceAll('+', '%2B'))
      : raw.toLowerCase()
    if (name.includes('/')) throw this.#fail(`${JSON.stringify(name)} is no database name`)
    return name === '' ? (this.#options.database ?? null) : name
  }

  /**
   * The WebSocket driver takes only zone names with a slash and ignores others (`UTC`, `GMT+8`) without a word; it also
   * ignores those with a sign (`Etc/GMT-8`), which are taken here. The native driver reads POSIX forms.
   */
  #timezone(form: UrlForm): string | null {
    const zone = this.#text('timezone')
    if (zone === null) return null
    if (zone.includes('/')) {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone })
        return zone
      } catch {
        throw this.#fail(`timezone=${zone} is no zone of the tz database`)
      }
    }
    const posix = /^(?:UTC|GMT)([+-])(\d{1,2})$/.exec(zone)
    if (form.native && posix !== null && Number(posix[2]) <= 12) {
      const named = `Etc/GMT${posix[1]}${Number(posix[2])}`
      this.#notes.push(`timezone=${zone} is read as the native driver reads it, as ${named}`)
      return named
    }
    this.#ignored.push('timezone')
    this.#notes.push(
      `timezone=${zone} is ignored, as the driver does; write a zone such as Asia/Shanghai or Etc/UTC`,
    )
    return null
  }

  #appName(): string | null {
    const name = this.#text('app_name')
    if (name !== null && Buffer.byteLength(name) > maximumAppName) {
      throw this.#fail(`app_name has more than ${maximumAppName} bytes`)
    }
    return name
  }

  #appIp(): string | null {
    const address = this.#text('app_ip')
    if (address !== null && isIP(address) === 0) throw this.#fail('app_ip is no IP address')
    return address
  }

  #text(key: Understood): string | null {
    return this.#parameters.get(key) ?? null
  }

  #flag(key: Understood): boolean {
    return this.#text(key)?.toLowerCase() === 'true'
  }

  #number(key: Understood, minimum: number): number | null {
    const text = this.#text(key)
    if (text === null) return null
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= minimum && value <= 0x7fff_ffff)) {
      throw this.#fail(`${key}=${text} is no whole number of at least ${minimum}`)
    }
    return value
  }
}
