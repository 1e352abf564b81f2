import { describe, expect, it } from 'vitest'
import { workerSettings } from '../config/worker-settings.ts'
import { ownHost } from './own-host.ts'

const takes = (props: Readonly<Record<string, string>>) =>
  ownHost(workerSettings({ 'bootstrap.servers': 'localhost:9092', ...props }, true))

describe('a worker that listens on this machine alone', () => {
  const own = takes({
    listeners: 'http://127.0.0.1:8083',
    'rest.advertised.host.name': 'connect.example',
  })

  it.each([
    'localhost',
    'localhost:8083',
    'LOCALHOST.:8083',
    'a.localhost:8083',
    '127.0.0.1:8083',
    '[::1]:8083',
    '[::1]',
    '10.0.0.7',
    'connect.example:80',
    undefined,
  ])('takes requests for %s', host => {
    expect(own(host)).toBe(true)
  })

  it.each([
    'rebind.example:8083',
    'localhost.example',
    '127.0.0.1.example:8083',
    'connect.example.com',
    'xlocalhost',
    '',
  ])('takes none for %j', host => {
    expect(own(host)).toBe(false)
  })
})

it('a worker that listens for others takes requests for any name', () => {
  expect(takes({ listeners: 'http://0.0.0.0:8083' })('any.example')).toBe(true)
})
