import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchToken } from './oauth-token.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function endpoint(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
}

const credentials = { id: 'me', secret: 's3cret', scope: 'kafka' }

describe('a token', () => {
  it('is asked for with client credentials', async () => {
    let seen = ''
    const url = await endpoint(async (request, response) => {
      for await (const chunk of request) seen += chunk
      seen += ` ${request.headers.authorization}`
      response.end('{"access_token":"t","token_type":"Bearer"}')
    })
    expect(await fetchToken(url, credentials)).toBe('t')
    const basic = Buffer.from('me:s3cret').toString('base64')
    expect(seen).toBe(`grant_type=client_credentials&scope=kafka Basic ${basic}`)
  })

  it.each([
    [503, '', true, /127\.0\.0\.1:\d+\/token: it answered 503/],
    [429, '', true, /it answered 429/],
    [401, '{"error":"invalid_client"}', false, /it answered 401/],
    [200, '{"token":"s3cret"}', false, /no access_token/],
    [200, 'null', false, /no access_token/],
    [200, '<html>', false, /no access_token/],
    [200, ' '.repeat(2_000_000), true, /more than 1048576 bytes/],
  ])('is not got from an answer %i %.20s', async (status, body, retriable, message) => {
    const url = await endpoint((_, response) => response.writeHead(status).end(body))
    const error = await fetchToken(url, credentials).catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'KAFKA_TOKEN',
      retriable,
      message: expect.stringMatching(message),
    })
    expect(JSON.stringify((error as { card: unknown }).card)).not.toContain('s3cret')
  })

  it('is asked for again when the endpoint cannot be reached', async () => {
    const url = await endpoint(() => {})
    for (const close of closing.splice(0)) close()
    const error = await fetchToken(url, credentials).catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'KAFKA_TOKEN',
      retriable: true,
      message: expect.stringMatching(/ECONNREFUSED/),
    })
  })
})
