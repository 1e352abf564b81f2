import { once } from 'node:events'
import { connect, createSecureContext, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FaultSwitch } from '../fault.ts'
import { messageLimit } from './frame-reader.ts'
import { message, RawClient, report, row, send, types } from './raw-client.test.kit.ts'
import { everyType, ScriptedEngine } from './scripted-engine.test.kit.ts'
import { startCodes } from './startup.ts'
import { testTls } from './test-certificate.test.kit.ts'
import { oids } from './type-oid.ts'
import { mostConnections, WireServer } from './wire-server.ts'

let engine: ScriptedEngine
let faults: FaultSwitch
let server: WireServer
const logged: string[] = []

async function start(secure = false, encrypted = false): Promise<WireServer> {
  engine = new ScriptedEngine()
  faults = new FaultSwitch()
  const secureContext = encrypted ? createSecureContext(testTls) : null
  const log = (line: string) => logged.push(line)
  return WireServer.listen({ engine, faults, secure, secureContext, log }, '127.0.0.1', 0)
}

/** Starts anew with a certificate. */
async function startEncrypted(secure: boolean): Promise<void> {
  await server[Symbol.asyncDispose]()
  server = await start(secure, true)
}

beforeEach(async () => {
  server = await start()
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  expect(engine.log.sessions).toBe(0)
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 2))
}

describe('a login', () => {
  it('tells what the server is, a key to cancel with, and that it is ready', async () => {
    using client = await RawClient.open(server.port)
    const answer = await client.ask(send.startup({ user: 'ROOT', application_name: 'me' }))
    expect(types(answer)).toMatch(/^RS+KZ$/)
    expect(answer[0]?.body).toEqual(Buffer.from([0, 0, 0, 0]))
    const told = answer.filter(found => found.type === 'S').map(found => found.body.toString())
    expect(told).toContain('server_version\x009.5.0\0')
    expect(told).toContain('session_authorization\0root\0')
    expect(told).toContain('application_name\0me\0')
    expect(told).toContain('database\0defaultdb\0')
    expect(answer.at(-1)?.body.toString()).toBe('I')
  })

  it.each([
    ['nobody', { user: 'nobody' }, 'XXUUU', 'password authentication failed for user nobody'],
    ['a mode that is no number', { user: 'root', mode: 'x' }, '08P01', 'mode'],
    ['a buffer below zero', { user: 'root', results_buffer_size: '-1' }, '08P01', 'negative'],
    ['a buffer of words', { user: 'root', results_buffer_size: 'big' }, '08P01', 'as bytes'],
    ['a setting that cannot be set', { user: 'root', Read_Only_Key: '1' }, '55P02', 'changed'],
  ])('refuses %s', async (_, parameters, state, words) => {
    using client = await RawClient.open(server.port)
    client.write(send.startup(parameters))
    const answer = await client.until('E')
    expect(report(answer.at(-1))).toMatchObject({ S: 'ERROR', C: state })
    expect(report(answer.at(-1)).M).toContain(words)
    expect(await client.next()).toBeNull()
  })

  it('takes sizes with units and a mode that is a number', async () => {
    const parameters = { mode: '2', results_buffer_size: '16 KiB' }
    using client = await RawClient.login(server.port, parameters)
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })

  it('refuses encryption when it has none, and goes on in clear', async () => {
    using client = await RawClient.open(server.port)
    client.write(send.request(startCodes.gssEncryption))
    expect(await client.bytes(1)).toEqual(Buffer.from('N'))
    client.write(send.request(startCodes.ssl))
    expect(await client.bytes(1)).toEqual(Buffer.from('N'))
    expect(types(await client.ask(send.startup({ user: 'root' })))).toMatch(/^RS+KZ$/)
  })

  it('says that it does not know a protocol', async () => {
    using client = await RawClient.open(server.port)
    client.write(send.request(0x20000))
    expect(report((await client.until('E')).at(-1)).C).toBe('08P01')
  })

  it('asks for a password in secure mode, and takes the right one only', async () => {
    await server[Symbol.asyncDispose]()
    server = await start(true)
    for (const [password, ending] of [
      ['secret', 'Z'],
      ['wrong', 'E'],
    ] as const) {
      using client = await RawClient.open(server.port)
      client.write(send.startup({ user: 'test' }))
      expect((await client.next())?.body).toEqual(Buffer.from([0, 0, 0, 3]))
      client.write(send.password(password))
      const answer = await client.until(ending)
      expect(answer.at(-1)?.type).toBe(ending)
      if (ending === 'E') expect(report(answer.at(-1)).C).toBe('XXUUU')
    }
  })
})

describe('encryption', () => {
  /** Asks for it and goes on encrypted. */
  async function encrypted(): Promise<{ readonly client: RawClient; readonly tls: TLSSocket }> {
    const client = await RawClient.open(server.port)
    client.write(send.request(startCodes.ssl))
    expect(await client.bytes(1)).toEqual(Buffer.from('S'))
    client.socket.removeAllListeners('data')
    const tls = connect({ socket: client.socket, ca: testTls.cert, servername: 'localhost' })
    await once(tls, 'secureConnect')
    return { client: new RawClient(tls), tls }
  }

  it('begins when the client asks for it', async () => {
    await startEncrypted(false)
    const { client } = await encrypted()
    using _ = client
    expect(types(await client.ask(send.startup({ user: 'root' })))).toMatch(/^RS+KZ$/)
    expect(types(await client.ask(send.query('rows 300')))).toBe(`T${'D'.repeat(300)}CZ`)
    using plain = await RawClient.login(server.port)
    expect(types(await plain.ask(send.query('insert')))).toBe('CZ')
  })

  it('is demanded by a secure server that has a certificate', async () => {
    await startEncrypted(true)
    using plain = await RawClient.open(server.port)
    plain.write(send.startup({ user: 'test' }))
    expect(report((await plain.until('E')).at(-1))).toMatchObject({
      C: '08P01',
      M: 'node is running secure mode, SSL connection required',
    })
    const { client } = await encrypted()
    using _ = client
    client.write(send.startup({ user: 'test' }))
    await client.until('R')
    expect(types(await client.ask(send.password('secret')))).toMatch(/^RS+KZ$/)
  })

  it('that fails harms nobody else', async () => {
    await startEncrypted(false)
    using client = await RawClient.open(server.port)
    client.write(send.request(startCodes.ssl))
    expect(await client.bytes(1)).toEqual(Buffer.from('S'))
    client.write(send.startup({ user: 'root' }))
    await once(client.socket, 'close')
    using other = await RawClient.login(server.port)
    expect(types(await other.ask(send.query('insert')))).toBe('CZ')
  })

  it('does not begin behind something that was sent in clear', async () => {
    await startEncrypted(false)
    using client = await RawClient.open(server.port)
    client.write(send.request(startCodes.ssl), send.startup({ user: 'root' }))
    expect(await client.next()).toBeNull()
  })
})

it('takes so many clients and no more', async () => {
  const clients: RawClient[] = []
  try {
    for (let i = 0; i < mostConnections; i += 1) clients.push(await RawClient.login(server.port))
    using other = await RawClient.open(server.port)
    expect(report((await other.until('E')).at(-1))).toMatchObject({ C: '53300' })
  } finally {
    for (const client of clients) client[Symbol.dispose]()
  }
})

describe('the simple protocol', () => {
  it('answers statement by statement', async () => {
    using client = await RawClient.login(server.port)
    const answer = await client.ask(send.query('insert; rows 2; set application_name you; notice'))
    expect(types(answer)).toBe('CTDDCCSNCZ')
    expect(answer[4]?.body.toString()).toBe('SELECT 2\0')
    expect(report(answer[7])).toMatchObject({ S: 'NOTICE', C: '00000' })
  })

  it('answers an empty text', async () => {
    using client = await RawClient.login(server.port)
    expect(types(await client.ask(send.query(' ')))).toBe('IZ')
  })

  it('tells an error with its SQLSTATE, hint and position, after the answers before it', async () => {
    using client = await RawClient.login(server.port)
    const answer = await client.ask(send.query('insert; fail 42P01 no such thing; insert'))
    expect(types(answer)).toBe('CEZ')
    expect(report(answer[1])).toEqual({
      S: 'ERROR',
      C: '42P01',
      M: 'no such thing',
      H: 'a hint',
      P: '3',
    })
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })

  it('tells a failure of the engine without a stack trace, which goes to the log', async () => {
    using client = await RawClient.login(server.port)
    const [error] = await client.ask(send.query('crash'))
    expect(report(error)).toMatchObject({ C: 'XX000', M: 'internal error: of the engine' })
    expect(logged.splice(0)).toEqual([expect.stringContaining('scripted-engine')])
  })

  it('tells the state of the transaction', async () => {
    using client = await RawClient.login(server.port)
    expect((await client.ask(send.query('begin'))).at(-1)?.body.toString()).toBe('T')
    expect((await client.ask(send.query('commit'))).at(-1)?.body.toString()).toBe('I')
  })

  it('answers messages that were sent at once, in their order', async () => {
    using client = await RawClient.login(server.port)
    client.write(...Array.from({ length: 50 }, (_, i) => send.query(`rows ${i % 3}`)))
    for (let i = 0; i < 50; i += 1) {
      expect(types(await client.until('Z'))).toBe(`T${'D'.repeat(i % 3)}CZ`)
    }
  })

  it('answers a client that has closed its half of the connection', async () => {
    using client = await RawClient.login(server.port)
    client.socket.end(send.query('rows 1'))
    expect(types(await client.until('Z'))).toBe('TDCZ')
    expect(await client.next()).toBeNull()
  })

  it('passes over parts of a COPY that nobody asked for', async () => {
    using client = await RawClient.login(server.port)
    client.write(message('d', Buffer.from('1\n')), message('c'), message('f', Buffer.from('\0')))
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })

  it('refuses function calls', async () => {
    using client = await RawClient.login(server.port)
    const answer = await client.ask(message('F', Buffer.alloc(8)))
    expect(types(answer)).toBe('EZ')
    expect(report(answer[0]).C).toBe('0A000')
  })
})

describe('the extended protocol', () => {
  it('parses, binds, describes, runs and closes', async () => {
    using client = await RawClient.login(server.port)
    const described = await client.ask(
      send.parse('echo $1 $2', 'one', [oids.int4]),
      send.describe('S', 'one'),
      send.sync,
    )
    expect(types(described)).toBe('1tTZ')
    expect(described[1]?.body.toString('hex')).toBe('00020000001700000019')
    const answer = await client.ask(
      send.bind([Buffer.from('7'), null], { statement: 'one' }),
      send.describe('P'),
      send.execute(),
      send.close('S', 'one'),
      send.sync,
    )
    expect(types(answer)).toBe('2TDC3Z')
    expect(row(answer[2])).toEqual([Buffer.from('7'), null])
    const gone = await client.ask(send.bind([], { statement: 'one' }), send.sync)
    expect(report(gone[0]).C).toBe('26000')
  })

  it('describes what answers no rows, and runs an empty text', async () => {
    using client = await RawClient.login(server.port)
    const insert = [send.parse('insert'), send.bind(), send.describe('P'), send.execute()]
    expect(types(await client.ask(...insert, send.sync))).toBe('12nCZ')
    const empty = [send.parse(''), send.describe('S'), send.bind(), send.execute()]
    expect(types(await client.ask(...empty, send.sync))).toBe('1tn2IZ')
  })

  it('sends as many rows as are asked for, and goes on where it stopped', async () => {
    using client = await RawClient.login(server.port)
    await client.ask(send.query('begin'))
    client.write(send.parse('rows 250'), send.bind([], { portal: 'p' }), send.flush)
    expect(types(await client.until('2'))).toBe('12')
    const first = await client.ask(send.execute(120, 'p'), send.sync)
    expect(types(first)).toBe(`${'D'.repeat(120)}sZ`)
    expect(engine.log.rowsRead).toBe(200)
    const second = await client.ask(send.execute(120, 'p'), send.execute(120, 'p'), send.sync)
    expect(types(second)).toBe(`${'D'.repeat(120)}s${'D'.repeat(10)}CZ`)
    expect(row(second[0])[0]?.toString()).toBe('120')
    await client.ask(send.query('commit'))
    const gone = await client.ask(send.execute(0, 'p'), send.sync)
    expect(report(gone[0]).C).toBe('34000')
  })

  it('ends the query of a portal that is closed, and with it the transaction', async () => {
    using client = await RawClient.login(server.port)
    await client.ask(
      send.parse('rows 500'),
      send.bind(),
      send.execute(1),
      send.close('P'),
      send.sync,
    )
    expect(engine.log.aborted).toBe(1)
    await client.ask(send.parse('rows 500'), send.bind(), send.execute(1), send.sync)
    expect(engine.log.aborted).toBe(2)
  })

  it('passes over everything after an error up to the next Sync', async () => {
    using client = await RawClient.login(server.port)
    const answer = await client.ask(
      send.parse('fail 42703 no column'),
      send.bind(),
      send.execute(),
      send.query('insert'),
      send.parse('insert'),
      send.bind(),
      send.execute(),
      send.sync,
    )
    expect(types(answer)).toBe('12EZ')
    expect(engine.log.statements).toEqual(['fail 42703 no column'])
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })

  it('tells an error at once, also to a client that sends its Sync only then', async () => {
    using client = await RawClient.login(server.port)
    client.write(send.parse('unprepared'), send.describe('S'), send.flush)
    expect(types(await client.until('E'))).toBe('E')
    expect(types(await client.ask(send.sync))).toBe('Z')
  })

  it.each([
    ['a statement of a name that is taken', [send.parse('a', 's'), send.parse('a', 's')], '42P05'],
    ['an error of the parser', [send.parse('unprepared')], '42601'],
    ['too few values', [send.parse('echo $1'), send.bind()], '08P01'],
    [
      'formats that fit nothing',
      [send.parse('types'), send.bind([], { results: [1, 0] })],
      '08P01',
    ],
    ['a portal that is not there', [send.describe('P', 'x')], '34000'],
    [
      'a portal of a name that is taken',
      [send.parse('a'), send.bind([], { portal: 'p' }), send.bind([], { portal: 'p' })],
      '42P03',
    ],
    [
      'a second run of what answers no rows',
      [send.parse('a'), send.bind(), send.execute(), send.execute()],
      '55000',
    ],
    [
      'four bytes for an int8',
      [send.parse('echo $1', '', [oids.int8]), send.bind([Buffer.alloc(4)], { formats: [1] })],
      '08P01',
    ],
    [
      'a text that is no UTF-8',
      [send.parse('echo $1'), send.bind([Buffer.from([0xc3, 0x28])])],
      '22021',
    ],
  ])('refuses %s', async (_, messages, state) => {
    using client = await RawClient.login(server.port)
    const answer = await client.ask(...messages, send.sync)
    expect(report(answer.find(found => found.type === 'E')).C).toBe(state)
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })

  it('reads binary parameters of every type back as the text that its binary results were', async () => {
    using client = await RawClient.login(server.port)
    const asked = await client.ask(
      send.parse('types'),
      send.bind([], { results: [1] }),
      send.execute(),
      send.sync,
    )
    const binary = row(asked.find(found => found.type === 'D'))
    const types = everyType.map(([, oid]) => oid)
    await client.ask(
      send.parse(`echo ${types.map((_, i) => `$${i + 1}`).join(' ')}`, '', types),
      send.bind(binary, { formats: [1] }),
      send.execute(),
      send.sync,
    )
    expect(engine.log.values.at(-1)).toEqual(
      everyType.map(([name, , text]) => {
        if (name === 'varbytes') return Buffer.from([0x00, 0xff, 0x10])
        if (name === 'float8') return '-1.25e-7'
        return name === 'texts' ? '{"primary","a \\"b"}' : text
      }),
    )
  })
})

describe('cancelling', () => {
  it('ends the statement of the holder of the key, and of nobody else', async () => {
    using client = await RawClient.open(server.port)
    const greeting = await client.ask(send.startup({ user: 'root' }))
    const key = greeting.find(found => found.type === 'K')?.body ?? Buffer.alloc(8)
    const [id, secret] = [key.readInt32BE(0), key.readInt32BE(4)]
    client.write(send.query('hang'))
    await until(() => engine.log.statements.includes('hang'))
    for (const wrong of [
      [id, secret ^ 1],
      [id + 1, secret],
    ]) {
      using other = await RawClient.open(server.port)
      other.write(send.request(startCodes.cancel, ...wrong))
      expect(await other.next()).toBeNull()
    }
    expect(engine.log.aborted).toBe(0)
    using other = await RawClient.open(server.port)
    other.write(send.request(startCodes.cancel, id, secret))
    const answer = await client.until('Z')
    expect(types(answer)).toBe('EZ')
    expect(report(answer[0])).toMatchObject({ C: '57014', M: 'query execution canceled' })
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })

  it('ends the statement of a client that is gone', async () => {
    using client = await RawClient.login(server.port)
    client.write(send.query('hang'))
    await until(() => engine.log.statements.includes('hang'))
    client.socket.resetAndDestroy()
    await until(() => engine.log.sessions === 0)
    expect(engine.log.aborted).toBe(1)
  })

  it('reads no further than a slow client takes, and ends the query when the client is gone', async () => {
    using client = await RawClient.login(server.port)
    client.socket.pause()
    client.write(send.query('rows 10000000'))
    let seen = -1
    await until(() => {
      const still = engine.log.rowsRead > 0 && engine.log.rowsRead === seen
      seen = engine.log.rowsRead
      return still
    })
    expect(engine.log.rowsRead).toBeLessThan(500_000)
    client.socket.resetAndDestroy()
    await until(() => engine.log.sessions === 0)
    expect(engine.log.aborted).toBe(1)
  })

  it('says goodbye to everybody when the server ends', async () => {
    using idle = await RawClient.login(server.port)
    using busy = await RawClient.login(server.port)
    busy.write(send.query('hang'))
    await until(() => engine.log.statements.includes('hang'))
    await server[Symbol.asyncDispose]()
    expect(report((await idle.until('E')).at(-1))).toMatchObject({ C: '57P01' })
    expect(await idle.next()).toBeNull()
    expect(engine.log.aborted).toBe(1)
  })
})

describe('what is no protocol', () => {
  it('ends the connection at a message above the limit, and only that', async () => {
    using client = await RawClient.login(server.port)
    using other = await RawClient.login(server.port)
    const head = Buffer.alloc(5)
    head.write('Q')
    head.writeInt32BE(messageLimit + 5, 1)
    client.write(head)
    const answer = await client.until('E')
    expect(report(answer.at(-1))).toMatchObject({ C: '08P01' })
    expect(await client.next()).toBeNull()
    expect(types(await other.ask(send.query('insert')))).toBe('CZ')
  })

  it('takes no large message before the login', async () => {
    using client = await RawClient.open(server.port)
    client.write(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'))
    expect(report((await client.until('E')).at(-1)).C).toBe('08P01')
    expect(await client.next()).toBeNull()
  })

  it('ends the connection at a type that does not exist', async () => {
    using client = await RawClient.login(server.port)
    client.write(message('~', Buffer.from('x')))
    expect(report((await client.until('E')).at(-1)).C).toBe('08P01')
    expect(await client.next()).toBeNull()
  })

  it('goes on after a damaged message', async () => {
    using client = await RawClient.login(server.port)
    const query = await client.ask(message('Q', Buffer.from('insert')))
    expect(types(query)).toBe('EZ')
    expect(report(query[0]).C).toBe('08P01')
    const bind = await client.ask(message('B', Buffer.from('\0\0\xff')), send.sync)
    expect(types(bind)).toBe('EZ')
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })

  it('survives any bytes at all', async () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 0x80000000
      return seed % below
    }
    const letters = 'QPBDECSHXpFcdf'
    for (let run = 0; run < 60; run += 1) {
      using client = await RawClient.login(server.port)
      for (let i = random(6); i >= 0; i -= 1) {
        const body = Buffer.from(
          Array.from({ length: random(40) }, () => random(run < 30 ? 3 : 256)),
        )
        client.write(message(letters.charAt(random(letters.length)), body))
      }
      client.socket.end()
      await client.until('nothing')
    }
    using client = await RawClient.login(server.port)
    expect(types(await client.ask(send.query('insert')))).toBe('CZ')
  })
})

describe('faults', () => {
  it('answers the second INSERT with an SQLSTATE, and the third as ever', async () => {
    using client = await RawClient.login(server.port)
    faults.add({
      on: 'statement:insert into',
      from: 2,
      action: { kind: 'error', sqlState: '55006', message: 'Please wait for success' },
    })
    const states: (string | undefined)[] = []
    for (const text of ['rows 1', 'INSERT\n INTO a', 'insert into b', 'insert into c']) {
      const answer = await client.ask(send.query(text))
      states.push(report(answer.find(found => found.type === 'E')).C)
    }
    expect(states).toEqual([undefined, undefined, '55006', undefined])
  })

  it('drops the connection before a statement is carried out, or after', async () => {
    for (const apply of [false, true]) {
      using client = await RawClient.login(server.port)
      faults.add({ on: 'statement', action: { kind: 'drop', apply } })
      client.write(send.query('insert'), send.query('second'))
      expect(await client.next()).toBeNull()
      faults.clear()
    }
    expect(engine.log.statements).toEqual(['insert'])
  })

  it('says nothing until the client goes', async () => {
    using client = await RawClient.login(server.port)
    faults.add({ on: 'statement', action: { kind: 'silence' } })
    client.write(send.query('insert'))
    client.socket.end()
    expect(await client.next()).toBeNull()
    expect(engine.log.statements).toEqual([])
  })

  it('strikes statements of the extended protocol, and logins', async () => {
    using client = await RawClient.login(server.port)
    faults.add({
      on: 'statement:echo',
      action: { kind: 'error', sqlState: '40001', message: 'restart transaction' },
    })
    faults.add({ on: 'connect', action: { kind: 'drop' } })
    faults.add({ on: 'statement:delayed', action: { kind: 'delay', ms: 5 } })
    const prepared = [send.parse('echo $1'), send.bind([Buffer.from('1')]), send.execute()]
    const answer = await client.ask(...prepared, send.sync)
    expect(report(answer.find(found => found.type === 'E')).C).toBe('40001')
    expect(types(await client.ask(send.query('delayed')))).toBe('CZ')
    using refused = await RawClient.open(server.port)
    refused.write(send.startup({ user: 'root' }))
    expect(await refused.next()).toBeNull()
    using again = await RawClient.login(server.port)
    again.socket.end(send.terminate)
    await once(again.socket, 'close')
  })
})
