import { Secret, type TidewireError } from '@tidewire/core'
import { describe, expect, test } from 'vitest'
import { parseKwdbUrl } from './address.ts'

function complaint(url: string, options = {}): string {
  try {
    parseKwdbUrl(url, options)
  } catch (error) {
    return (error as TidewireError).message
  }
  return ''
}

test('the URL of the user page names a host and a port', () => {
  const address = parseKwdbUrl('jdbc:kaiwudb://localhost:26257', {
    user: 'test',
    password: new Secret('Password@2024'),
    database: 'tsdb',
  })
  expect(address.hosts).toEqual([{ host: 'localhost', port: 26257 }])
  expect(address).toMatchObject({ user: 'test', database: 'tsdb', tls: 'prefer', ignored: [] })
  expect(address.password?.reveal()).toBe('Password@2024')
})

describe('hosts', () => {
  test('may be several, with and without a port, and IPv6 addresses', () => {
    expect(parseKwdbUrl('jdbc:kaiwudb://a,b:1,[::1]:2/d').hosts).toEqual([
      { host: 'a', port: 26257 },
      { host: 'b', port: 1 },
      { host: '::1', port: 2 },
    ])
  })

  test('that are none are refused', () => {
    for (const url of [
      'jdbc:kaiwudb://',
      'jdbc:kaiwudb://:26257',
      'jdbc:kaiwudb://a:99999',
      'jdbc:kaiwudb://a b',
      'jdbc:kaiwudb://[x]',
    ]) {
      expect(complaint(url), url).not.toBe('')
    }
    expect(complaint('jdbc:mysql://h')).toMatch(/does not begin with jdbc:kaiwudb/)
  })
})

describe('the database', () => {
  test('stands in the URL or in connection.database', () => {
    expect(parseKwdbUrl('jdbc:kaiwudb://h/tsdb').database).toBe('tsdb')
    expect(parseKwdbUrl('jdbc:kaiwudb://h/', { database: 'tsdb' }).database).toBe('tsdb')
    expect(parseKwdbUrl('jdbc:kaiwudb://h/tsdb', { database: 'tsdb' }).database).toBe('tsdb')
    expect(parseKwdbUrl('jdbc:kaiwudb://h/my%20db').database).toBe('my db')
  })

  test('cannot be two', () => {
    expect(complaint('jdbc:kaiwudb://h/a', { database: 'b' })).toMatch(
      /connection.database names b/,
    )
  })
})

describe('properties', () => {
  test('say how to connect', () => {
    const address = parseKwdbUrl(
      'jdbc:kaiwudb://h/d?user=u&password=p%26q&sslmode=verify-ca&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem&sslpassword=x&connectTimeout=7&socketTimeout=30&loadBalanceHosts=true&ApplicationName=kafka',
      { user: 'other' },
    )
    expect(address).toMatchObject({
      user: 'u',
      tls: 'verify-ca',
      tlsFiles: { authorities: '/ca.pem', certificate: '/c.pem', key: '/k.pem' },
      connectTimeoutMs: 7000,
      statementTimeoutMs: 30_000,
      randomHosts: true,
      applicationName: 'kafka',
    })
    expect(address.password?.reveal()).toBe('p&q')
  })

  test('ssl=true verifies fully, ssl=false is plain text', () => {
    expect(parseKwdbUrl('jdbc:kaiwudb://h?ssl=true').tls).toBe('verify-full')
    expect(parseKwdbUrl('jdbc:kaiwudb://h?ssl').tls).toBe('verify-full')
    expect(parseKwdbUrl('jdbc:kaiwudb://h?ssl=false').tls).toBe('disable')
    expect(complaint('jdbc:kaiwudb://h?sslmode=perhaps')).toMatch(/sslmode is disable/)
  })

  test('of the Java driver alone are named, unknown ones are refused with a near name', () => {
    expect(parseKwdbUrl('jdbc:kaiwudb://h?prepareThreshold=0&tcpKeepAlive=true').ignored).toEqual([
      'prepareThreshold',
      'tcpKeepAlive',
    ])
    expect(complaint('jdbc:kaiwudb://h?sslmod=require')).toMatch(/sslmode is one/)
    expect(complaint('jdbc:kaiwudb://h?constructor=1')).toMatch(/constructor is no property/)
  })
})

test('no message has a password in it', () => {
  for (const url of [
    'jdbc:kaiwudb://u:geheim@h',
    'jdbc:kaiwudb://h?password=geheim&x=1',
    'jdbc:kaiwudb://h?sslpassword=geheim&connectTimeout=soon',
  ]) {
    expect(complaint(url), url).not.toBe('')
    expect(complaint(url)).not.toContain('geheim')
  }
})
