import { isRetriable, Secret, TidewireError } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTDengineUrl } from './address.ts'
import { maskUrl } from './url-form.ts'

const login = 'user=root&password=taosdata'

describe('forms', () => {
  test.each([
    [`jdbc:TAOS-WS://h1:6041/Power?${login}`, 'h1', 6041, 'power', false],
    [`jdbc:TAOS-WS://h1/power?${login}`, 'h1', 6041, 'power', false],
    [`jdbc:TAOS-WS://h1?${login}`, 'h1', 6041, null, false],
    [`jdbc:TAOS-RS://h1:7000/?${login}&batchfetch=true`, 'h1', 7000, null, false],
    [`jdbc:TAOS-RS://h1:443/db?useSSL=TRUE&${login}`, 'h1', 443, 'db', true],
    [`jdbc:TAOS://h1:6030/db?${login}`, 'h1', 6041, 'db', false],
    [`jdbc:TSDB://h1/db?${login}`, 'h1', 6041, 'db', false],
    [`jdbc:TAOS://:/db?${login}`, 'localhost', 6041, 'db', false],
    [`jdbc:TAOS-WS://[::1]:6042/db?${login}`, '::1', 6042, 'db', false],
    ['ws://root:taosdata@h1:6041/Db', 'h1', 6041, 'Db', false],
    ['wss://root:taosdata@h1/db', 'h1', 6041, 'db', true],
    ['taos+ws://root:taosdata@h1/db', 'h1', 6041, 'db', false],
    ['taoswss://root:taosdata@h1/db', 'h1', 6041, 'db', true],
    ['http://root:taosdata@[::1]:6041', '::1', 6041, null, false],
    ['https://h1:8443/?token=t', 'h1', 8443, null, true],
  ])('%s', (url, host, port, database, tls) => {
    const address = parseTDengineUrl(url)
    expect(address).toMatchObject({ hosts: [{ host, port }], database, tls, standby: [] })
  })

  test('defaults are those of the driver', () => {
    expect(parseTDengineUrl(`jdbc:TAOS-WS://h/?${login}`)).toEqual({
      hosts: [{ host: 'h', port: 6041 }],
      standby: [],
      tls: false,
      verifyCertificate: true,
      user: 'root',
      password: new Secret('taosdata'),
      token: null,
      database: null,
      timezone: null,
      compression: false,
      appName: null,
      appIp: null,
      biMode: false,
      connectTimeoutMs: 60_000,
      messageTimeoutMs: 60_000,
      httpPoolSize: 20,
      reconnect: { enabled: false, attempts: 3, intervalMs: 2_000 },
      notes: [],
      ignored: [],
    })
  })

  test('a native URL means the adapter of that host, and says so', () => {
    const address = parseTDengineUrl(`jdbc:TAOS://h1:6030/db?${login}`)
    expect(address.notes).toEqual([
      "h1:6030 is the address of TDengine's native protocol; taosAdapter on h1:6041 is used",
    ])
  })

  test('the port of the adapter can be given apart from the URL', () => {
    const hosts = parseTDengineUrl('jdbc:TAOS://a:6030,b:6030/', { adapterPort: 7041 }).hosts
    expect(hosts).toEqual([
      { host: 'a', port: 7041 },
      { host: 'b', port: 7041 },
    ])
  })

  test('several hosts, each with its own port', () => {
    const { hosts } = parseTDengineUrl(`jdbc:TAOS-WS://a:1,b,[::1]:3/db?${login}`)
    expect(hosts).toEqual([
      { host: 'a', port: 1 },
      { host: 'b', port: 6041 },
      { host: '::1', port: 3 },
    ])
  })

  test('a token over TLS without a port is the cloud gateway', () => {
    const url = 'jdbc:TAOS-RS://gw.cloud.taosdata.com?useSSL=true&token=abc'
    const address = parseTDengineUrl(url)
    expect(address.hosts).toEqual([{ host: 'gw.cloud.taosdata.com', port: 443 }])
    expect(address.token?.reveal()).toBe('abc')
    expect(address.user).toBeNull()
  })
})

describe('properties', () => {
  test('every property that means something is taken', () => {
    const address = parseTDengineUrl(
      'jdbc:TAOS-WS://h/db?user=u&password=p&timezone=Asia/Shanghai&httpConnectTimeout=1' +
        '&messageWaitTimeout=2&useSSL=true&disableSSLCertValidation=true&enableCompression=true' +
        '&enableAutoReconnect=true&reconnectIntervalMs=3&reconnectRetryCount=4&conmode=1' +
        '&app_name=etl&app_ip=10.0.0.1&httpPoolSize=5&slaveClusterHost=s&slaveClusterPort=9',
    )
    expect(address).toMatchObject({
      timezone: 'Asia/Shanghai',
      connectTimeoutMs: 1,
      messageTimeoutMs: 2,
      tls: true,
      verifyCertificate: false,
      compression: true,
      reconnect: { enabled: true, attempts: 4, intervalMs: 3 },
      biMode: true,
      appName: 'etl',
      appIp: '10.0.0.1',
      httpPoolSize: 5,
      standby: [{ host: 's', port: 9 }],
      ignored: [],
      notes: [],
    })
  })

  test('properties without meaning are listed, misspelt ones are named', () => {
    const url = `jdbc:TAOS-WS://h/?${login}&charset=UTF-8&cfgdir=/etc&varcharAsString=true&usessl=true&healthCheckX=1`
    const address = parseTDengineUrl(url)
    expect(address.ignored).toEqual([
      'charset',
      'cfgdir',
      'varcharAsString',
      'usessl',
      'healthCheckX',
    ])
    expect(address.notes).toEqual(['the URL property usessl is unknown; did you mean useSSL?'])
  })

  test('values split at the first =, empty ones are skipped, only credentials are decoded', () => {
    const address = parseTDengineUrl(
      'jdbc:TAOS-WS://h/?user=a%40b+c&password=x=y%26&timezone=&app_name=a%20b',
    )
    expect(address.user).toBe('a@b c')
    expect(address.password?.reveal()).toBe('x=y&')
    expect(address.timezone).toBeNull()
    expect(address.appName).toBe('a%20b')
  })

  test('the URL wins over the configuration, which wins over nothing', () => {
    const options = { user: 'cu', password: new Secret('cp'), database: 'cd' }
    const from = (url: string) => {
      const { user, password, database } = parseTDengineUrl(url, options)
      return [user, password?.reveal(), database]
    }
    expect(from('jdbc:TAOS-WS://h/')).toEqual(['cu', 'cp', 'cd'])
    expect(from('jdbc:TAOS-WS://h/ud?user=uu&password=up')).toEqual(['uu', 'up', 'ud'])
  })

  test('zones that the driver drops are dropped with a word', () => {
    for (const zone of ['UTC', 'GMT+8', 'UTC-8']) {
      const address = parseTDengineUrl(`jdbc:TAOS-WS://h/?${login}&timezone=${zone}`)
      expect(address.timezone).toBeNull()
      expect(address.ignored).toEqual(['timezone'])
      expect(address.notes[0]).toContain(`timezone=${zone} is ignored`)
    }
  })

  test('the native driver reads POSIX zones with the sign reversed', () => {
    const { timezone } = parseTDengineUrl(`jdbc:TAOS://h/?${login}&timezone=UTC-8`)
    expect(timezone).toBe('Etc/GMT-8')
    const name = new Intl.DateTimeFormat('en', {
      timeZone: 'Etc/GMT-8',
      timeZoneName: 'longOffset',
    })
    expect(name.format(0)).toContain('GMT+08:00')
  })

  test('httpSocketTimeout is the timeout of REST URLs', () => {
    const query = `?${login}&httpSocketTimeout=7`
    expect(parseTDengineUrl(`jdbc:TAOS-RS://h/${query}`).messageTimeoutMs).toBe(7)
    expect(parseTDengineUrl(`jdbc:TAOS-WS://h/${query}`).messageTimeoutMs).toBe(60_000)
  })
})

describe('errors', () => {
  test.each([
    ['', 'does not begin with jdbc:TAOS-WS://'],
    ['localhost:6041', 'is no form of TDengine URL'],
    ['jdbc:mysql://h/', 'jdbc:mysql:// is no form of TDengine URL'],
    ['jdbc:taos-ws://h/', 'the letter case matters: write jdbc:TAOS-WS://'],
    ['jdbc:TAOS-WS:///db', 'names no host'],
    ['jdbc:TAOS-WS://h:70000/', '"70000" is no port'],
    ['jdbc:TAOS-WS://h:x/', '"x" is no port'],
    ['jdbc:TAOS-WS://::1/', 'write the IPv6 address in brackets: [::1]'],
    ['jdbc:TAOS-WS://[::zz]/', '[::zz] is no IPv6 address'],
    ['jdbc:TAOS-WS://a b/', '"a b" is no host name'],
    ['jdbc:TAOS-WS://a%zz/', '"a%zz" is no host name'],
    ['jdbc:TAOS-WS://u:p@h/', 'belong behind the ?'],
    ['jdbc:TAOS-WS://h/a/b', '"a/b" is no database name'],
    ['jdbc:TAOS-WS://h/?messageWaitTimeout=1s', 'messageWaitTimeout=1s is no whole number'],
    ['jdbc:TAOS-WS://h/?reconnectRetryCount=-1', 'reconnectRetryCount=-1 is no whole number'],
    ['jdbc:TAOS-WS://h/?app_ip=host', 'app_ip is no IP address'],
    ['jdbc:TAOS-WS://h/?app_name=123456789012345678901234', 'more than 23 bytes'],
    ['jdbc:TAOS-WS://h/?timezone=Mars/Base', 'no zone of the tz database'],
    ['jdbc:TAOS-WS://a,b/?slaveClusterHost=c', 'cannot be combined'],
    ['jdbc:TAOS-WS://h/?password=100%', 'write % as %25'],
  ])('%s', (url, reason) => {
    try {
      parseTDengineUrl(url)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(TidewireError)
      expect((error as TidewireError).code).toBe('TDENGINE_URL')
      expect((error as TidewireError).message).toContain(reason)
      expect(isRetriable(error)).toBe(false)
    }
  })

  test('secrets never reach a message or a log', () => {
    const secret = fc.stringMatching(/^Zq[A-Za-z0-9:@/!+-]{6,12}$/)
    const url = secret.chain(text =>
      fc
        .constantFrom(
          `jdbc:TAOS-WS://h:bad/?user=u&password=${text}&token=${text}`,
          `ws://u:${text}@h:bad/db`,
          `jdbc:TAOS://h/a/b?token=${text}`,
          `taos+ws://u:${text}@h:bad/?password=${text}`,
          `jdbc:TAOS-WS://u:${text}/word@h:6041/db`,
          `jdbc:TAOS://${text}@h`,
        )
        .map(whole => [whole, text] as const),
    )
    fc.assert(
      fc.property(url, ([whole, text]) => {
        expect(maskUrl(whole)).not.toContain(text)
        try {
          expect(JSON.stringify(parseTDengineUrl(whole))).not.toContain(text)
        } catch (error) {
          expect((error as Error).message).not.toContain(text)
        }
      }),
    )
  })
})

test('any hosts, ports, database and credentials come back', () => {
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map(text => `[${text}]`),
  )
  const endpoint = fc.tuple(host, fc.integer({ min: 1, max: 65_535 }))
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter(value => value.isWellFormed())
  fc.assert(
    fc.property(
      fc.array(endpoint, { minLength: 1, maxLength: 4 }),
      fc.stringMatching(/^[a-z_]\w{0,10}$/),
      text,
      text,
      (endpoints, database, user, password) => {
        const authority = endpoints.map(([name, port]) => `${name}:${port}`).join(',')
        const query = `user=${encodeURIComponent(user)}&password=${encodeURIComponent(password)}`
        const address = parseTDengineUrl(`jdbc:TAOS-WS://${authority}/${database}?${query}`)
        expect(address.hosts).toEqual(
          endpoints.map(([name, port]) => ({ host: name.replace(/^\[|\]$/g, ''), port })),
        )
        expect(address.database).toBe(database.toLowerCase())
        expect(address.user).toBe(user)
        expect(address.password?.reveal()).toBe(password)
      },
    ),
  )
})

test('no text makes the reader fail in another way', () => {
  const prefix = fc.constantFrom('jdbc:TAOS-WS://', 'jdbc:TAOS://', 'ws://', 'jdbc:', '')
  fc.assert(
    fc.property(prefix, fc.string({ unit: 'grapheme' }), (start, rest) => {
      try {
        parseTDengineUrl(start + rest)
      } catch (error) {
        expect((error as TidewireError).code).toBe('TDENGINE_URL')
      }
    }),
    { numRuns: 500 },
  )
})
