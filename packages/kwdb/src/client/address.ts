import { isIP, isIPv6 } from 'node:net'
import { nearestName, Secret } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { KwdbAddress, KwdbHost, TlsMode } from './api.ts'
import { maskUrl, type PropertyName, properties, withoutMeaning } from './url-property.ts'

/** The port of KWDB's SQL interface. */
const defaultPort = 26_257

/** What a configuration says beside the URL. */
export interface AddressOptions {
  /** Used where the URL names no user. */
  readonly user?: string | null
  readonly password?: Secret | null
  /** Wins over the URL's; two different ones are an error (`connection.database`). */
  readonly database?: string | null
}

const prefixes = ['jdbc:kaiwudb://', 'jdbc:postgresql://', 'postgresql://', 'postgres://'] as const

/** `allow` means plain text first in libpq; a way that a server of passwords refuses anyway. */
const tlsModes: Readonly<Record<string, TlsMode>> = {
  disable: 'disable',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
}

/**
 * Reads a URL of the KWDB JDBC driver, `jdbc:kaiwudb://host[:port][,host…]/[database][?property=value&…]`; the forms of
 * PostgreSQL's driver are taken too. Fails with `KWDB_URL`; secrets never reach the message.
 */
export function parseKwdbUrl(url: string, options: AddressOptions = {}): KwdbAddress {
  return new UrlReader(url, options).read()
}

class UrlReader {
  readonly #url: string
  readonly #options: AddressOptions
  readonly #values = new Map<PropertyName, string>()
  readonly #ignored: string[] = []

  constructor(url: string, options: AddressOptions) {
    this.#url = url
    this.#options = options
  }

  read(): KwdbAddress {
    const prefix = prefixes.find(one => this.#url.toLowerCase().startsWith(one))
    if (prefix === undefined) throw this.#fail('it does not begin with jdbc:kaiwudb://')
    const rest = this.#url.slice(prefix.length)
    const question = rest.indexOf('?')
    const place = question < 0 ? rest : rest.slice(0, question)
    // Said before anything else is read: whatever stands before an @ may be a password and is in no message.
    if (place.includes('@')) {
      throw this.#fail('user and password belong behind the ? as user= and password=')
    }
    this.#readProperties(question < 0 ? '' : rest.slice(question + 1))
    const slash = place.indexOf('/')
    const path = slash < 0 ? '' : place.slice(slash + 1)
    const password = this.#values.get('password')
    const passphrase = this.#values.get('sslpassword')
    return {
      hosts: this.#hosts(slash < 0 ? place : place.slice(0, slash)),
      randomHosts: this.#flag('loadBalanceHosts') ?? false,
      database: this.#database(path),
      user: this.#values.get('user') ?? this.#options.user ?? null,
      password: password === undefined ? (this.#options.password ?? null) : new Secret(password),
      tls: this.#tls(),
      tlsFiles: {
        authorities: this.#values.get('sslrootcert') ?? null,
        certificate: this.#values.get('sslcert') ?? null,
        key: this.#values.get('sslkey') ?? null,
        passphrase: passphrase === undefined ? null : new Secret(passphrase),
      },
      applicationName: this.#values.get('ApplicationName') ?? 'tidewire',
      connectTimeoutMs:
        this.#milliseconds('loginTimeout') ?? this.#milliseconds('connectTimeout') ?? 10_000,
      statementTimeoutMs: this.#milliseconds('socketTimeout') ?? 300_000,
      ignored: this.#ignored,
    }
  }

  #fail(reason: string): Error {
    return raise('KWDB_URL', { url: maskUrl(this.#url), reason })
  }

  #readProperties(query: string): void {
    for (const pair of query.split('&')) {
      if (pair === '') continue
      const equals = pair.indexOf('=')
      const given = equals < 0 ? pair : pair.slice(0, equals)
      const name = properties.find(one => one.toLowerCase() === given.toLowerCase())
      if (name !== undefined) {
        this.#values.set(name, equals < 0 ? 'true' : this.#decoded(pair.slice(equals + 1), name))
      } else if (withoutMeaning.has(given.toLowerCase())) this.#ignored.push(given)
      else {
        const near = nearestName(given, properties)
        const advice = near === null ? '' : `; ${near} is one`
        throw this.#fail(`${given} is no property of the driver${advice}`)
      }
    }
  }

  #decoded(text: string, name: string): string {
    try {
      return decodeURIComponent(text.replaceAll('+', '%2B'))
    } catch {
      throw this.#fail(`the value of ${name} has a % that begins no escape; write it %25`)
    }
  }

  #hosts(text: string): readonly KwdbHost[] {
    if (text === '') throw this.#fail('it names no host')
    return text.split(',').map(one => this.#host(one.trim()))
  }

  #host(text: string): KwdbHost {
    const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text)
    const host = match?.[1] ?? match?.[2]
    if (match === null || host === undefined) throw this.#fail(`${text} is not host:port`)
    if (match[1] !== undefined && !isIPv6(host)) throw this.#fail(`${host} is no IPv6 address`)
    if (isIP(host) === 0 && !/^[\w.-]+$/.test(host)) throw this.#fail(`${host} is no host name`)
    const port = match[3] === undefined ? defaultPort : Number(match[3])
    if (port < 1 || port > 65_535) throw this.#fail(`${port} is no port`)
    return { host, port }
  }

  #database(path: string): string | null {
    const inUrl = path === '' ? null : this.#decoded(path, 'the database')
    const given = this.#options.database ?? ''
    if (given === '') return inUrl
    if (inUrl !== null && inUrl !== given) {
      throw this.#fail(`it names database ${inUrl}, connection.database names ${given}`)
    }
    return given
  }

  #tls(): TlsMode {
    const text = this.#values.get('sslmode')?.toLowerCase()
    if (text !== undefined) {
      const mode = Object.hasOwn(tlsModes, text) ? tlsModes[text] : undefined
      if (mode === undefined) throw this.#fail(`sslmode is ${Object.keys(tlsModes).join(', ')}`)
      return mode
    }
    const ssl = this.#flag('ssl')
    return ssl === undefined ? 'prefer' : ssl ? 'verify-full' : 'disable'
  }

  #flag(name: PropertyName): boolean | undefined {
    const text = this.#values.get(name)?.toLowerCase()
    if (text === undefined) return undefined
    if (text !== 'true' && text !== 'false' && text !== '') {
      throw this.#fail(`${name} is true or false`)
    }
    return text !== 'false'
  }

  /** Seconds of the driver as milliseconds; its 0 means no limit. */
  #milliseconds(name: PropertyName): number | undefined {
    const text = this.#values.get(name)
    if (text === undefined) return undefined
    if (!/^\d{1,6}(\.\d+)?$/.test(text)) throw this.#fail(`${name} is a number of seconds`)
    return Math.round(Number(text) * 1000)
  }
}
