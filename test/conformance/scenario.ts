import { setTimeout as delay } from 'node:timers/promises'
import {
  Channel,
  dropAll,
  type Incoming,
  must,
  patience,
  rest,
  send,
  type Target,
} from './client.ts'
import {
  type Difference,
  difference,
  httpDifference,
  restDifference,
  textDifference,
} from './compare.ts'
import { type FrameForm, frameDifference, messageRows } from './frame.ts'
import { answerKey, type Binary, type Http, sentKey, type Text, textOf } from './frame-key.ts'
import { type Frame, get, type Json, type Line, parseBig, readRecording } from './recording.ts'
import { ScenarioPlan, waits } from './scenario-plan.ts'

/** One recorded answer and how the server's compares. */
export interface Check {
  readonly line: number
  readonly what: string
  difference: Difference
}

/** A scenario's checks. */
export interface ScenarioResult {
  readonly name: string
  readonly checks: readonly Check[]
}

/** Replays one recording. */
export async function runScenario(target: Target, name: string): Promise<ScenarioResult> {
  const run = new ScenarioRun(target, name)
  try {
    await run.all()
  } catch (cause) {
    run.add(0, 'replay', `failed: ${cause instanceof Error ? cause.message : String(cause)}`)
  } finally {
    await run.clean()
  }
  return { name, checks: run.checks }
}

class ScenarioRun {
  readonly checks: Check[] = []
  readonly #target: Target
  readonly #name: string
  readonly #lines: readonly Line[]
  readonly #channels = new Map<string, Channel>()
  readonly #vgroups = new Map<number, Json>()
  readonly #assigned: { recorded?: Json; got?: Json } = {}
  readonly #sql = new Map<string, string>()
  readonly #http: Promise<{ status: number; body: string }>[] = []
  readonly #plan: ScenarioPlan
  /** Rows of messages of several vgroups or topics, which come in any order. */
  readonly #pool: {
    readonly recorded: { check: Check; rows: readonly string[] }[]
    readonly got: string[]
  } = {
    recorded: [],
    got: [],
  }

  constructor(target: Target, name: string) {
    this.#target = target
    this.#name = name
    this.#plan = new ScenarioPlan(name, readRecording(name))
    this.#lines = this.#plan.lines
  }

  add(line: number, what: string, found: Difference): Check {
    const check = { line: line + 1, what: what.slice(0, 160), difference: found }
    this.checks.push(check)
    return check
  }

  async clean(): Promise<void> {
    for (const channel of this.#channels.values()) await channel.close()
    await dropAll(this.#target, this.#plan.names)
  }

  async all(): Promise<void> {
    await dropAll(this.#target, this.#plan.names)
    for (const [i, line] of this.#lines.entries()) {
      if (!this.#plan.skipped.has(i)) await this.#one(i, line)
    }
    this.#settlePool()
  }

  async #one(i: number, line: Line): Promise<void> {
    switch (line.t) {
      case 'prep':
        if (/^drop\b/i.test(line.sql)) await rest(this.#target, line.sql, line.db)
        else await must(this.#target, line.sql, line.db)
        return
      case 'note':
        await this.#rowsOfNote(line.text)
        return
      case 'open':
        this.#channels.set(
          line.ch,
          await Channel.open(this.#target, line.path, line.offered_extensions !== undefined),
        )
        return
      case 'upgrade': {
        const parts = (text: string | null | undefined) =>
          text
            ?.split(';')
            .map(part => part.trim())
            .sort()
            .join('; ') ?? null
        const got = this.#channels.get(line.ch)?.extensions
        this.add(i, 'upgrade', difference(parts(line['sec-websocket-extensions']), parts(got)))
        return
      }
      case 'send':
        if (line.kind === 'http') this.#request(line, i)
        else await this.#send(line, i)
        return
      case 'recv':
        await this.#receive(line, i)
        return
      case 'none': {
        const channel = this.#channels.get(line.ch)
        const found = await channel?.silence(
          this.#later(i, line.ch),
          Math.min(line.waited_ms, 1000),
        )
        const closed = channel?.closed === true ? 'silence recorded, the socket is closed' : null
        this.add(i, 'silence', found === undefined ? closed : 'silence recorded, got an answer')
        return
      }
      case 'close': {
        const channel = this.#channels.get(line.ch)
        await channel?.close()
        if (channel?.path === '/rest/tmq') await delay(200)
        return
      }
      case 'expect':
        await this.#expect(line, i)
        return
      case 'ping':
      case 'closed':
        // Server pings come after 54 seconds, and the close of a silent socket after 114: not waited for.
        return
    }
  }

  async #rowsOfNote(text: string): Promise<void> {
    const match = /insert rows \(T0\+i, i\) for i = 0\.\.(\d+)/.exec(text)
    if (match === null) return
    const count = Number(match[1]) + 1
    for (let from = 0; from < count; from += 3000) {
      const rows = Array.from(
        { length: Math.min(3000, count - from) },
        (_, k) => `(${1_700_000_000_000 + from + k},${from + k})`,
      )
      await must(this.#target, `insert into t values ${rows.join('')}`, 'g')
    }
  }

  #request(line: Http, i: number): void {
    const answer = this.#lines.slice(i + 1).find(next => next.t === 'recv' && next.kind === 'http')
    const recorded =
      answer !== undefined && 'body' in answer ? parseBig(answer.body ?? '') : undefined
    // Credentials in paths were cleaned out of the recordings.
    const login = get(recorded, 'code') === 0 ? '/root/taosdata' : '/root/wrong'
    const path = line.path.replace('<path>', login)
    const body =
      line.body_note?.replace(/<(.) repeated (\d+) times>/, (_, c: string, n: string) =>
        c.repeat(Number(n)),
      ) ??
      line.body ??
      ''
    this.#http.push(send(this.#target, line.method, path, line.headers, body))
  }

  /** A request with the server's own vgroups and offsets in place of the recorded ones. */
  #mapped(frame: Text): string {
    if (frame.text !== undefined || this.#plan.paths.get(frame.ch) !== '/rest/tmq')
      return textOf(frame)
    const copy = structuredClone(frame.json) as { args?: Record<string, Json> }
    const { args } = copy
    if (args === undefined) return textOf(frame)
    const map = (id: Json | undefined) => this.#vgroups.get(Number(id)) ?? (id as Json)
    if (args.vgroup_id !== undefined) args.vgroup_id = map(args.vgroup_id)
    if (Array.isArray(args.topic_vgroup_ids)) {
      args.topic_vgroup_ids = (args.topic_vgroup_ids as Json[]).map(entry => ({
        ...(entry as object),
        vgroup_id: map(get(entry, 'vgroup_id')),
      })) as Json
    }
    const { recorded, got } = this.#assigned
    const offset = args.offset
    if (typeof offset === 'number' && offset >= 0 && recorded !== undefined) {
      const [begin, end] = [Number(get(recorded, 'begin')), Number(get(recorded, 'end'))]
      const [ownBegin, ownEnd] = [Number(get(got, 'begin')), Number(get(got, 'end'))]
      if (offset === begin) args.offset = ownBegin
      else if (offset >= end) args.offset = ownEnd + (offset - end)
    }
    return JSON.stringify(copy)
  }

  async #send(line: Text | Binary, i: number): Promise<void> {
    const key = sentKey(line)
    const wait = waits[this.#name]?.[key ?? '']
    if (wait !== undefined) await delay(wait)
    const channel = this.#channels.get(line.ch)
    const before = this.#lines[i - 1]
    if (channel?.path === '/rest/tmq' && before?.t === 'send' && before.kind !== 'http')
      await delay(100)
    channel?.send(line.kind === 'binary' ? Buffer.from(line.hex, 'hex') : this.#mapped(line))
  }

  #later(i: number, channel: string): Set<string> {
    const keys = new Set<string>()
    for (const line of this.#lines.slice(i + 1)) {
      if (line.t !== 'recv' || line.kind === 'http' || line.ch !== channel) continue
      const key = answerKey(line)
      if (key !== null) keys.add(key)
    }
    return keys
  }

  async #receive(line: Frame, i: number): Promise<void> {
    const requestLine = this.#plan.requestOf.get(i)
    const request = requestLine === undefined ? undefined : this.#lines[requestLine]
    if (line.kind === 'http') {
      const answer = await this.#http.shift()
      const sent = request as Http | undefined
      const sql = sent?.path.startsWith('/rest/sql') === true ? (sent.body ?? '') : ''
      const recorded = { status: line.status, body: line.body ?? '' }
      const found =
        answer === undefined ? 'nothing was sent' : httpDifference(recorded, answer, sql)
      this.add(i, `${sent?.method} ${sent?.path} ${sql}`, found)
      return
    }
    const channel = this.#channels.get(line.ch)
    const sent = request?.t === 'send' && request.kind !== 'http' ? request : undefined
    const what =
      sent?.kind === 'text'
        ? textOf(sent)
        : `binary ${sent?.kind === 'binary' ? (sent.decoded?.sql ?? '') : ''}`
    const key = answerKey(line)
    let frame = await channel?.take(key, this.#later(i, line.ch))
    if (sent?.kind === 'text' && line.kind === 'text' && get(line.json, 'have_message') === true) {
      frame = await this.#poll(channel, sent, key, i, frame)
    }
    if (frame === undefined) {
      this.add(i, what, channel?.closed === true ? 'the socket is closed' : 'no answer')
      return
    }
    if (line.kind === 'text') this.#textAnswer(line, sent, frame, i, what)
    else this.#binaryAnswer(line, sent, frame, i, what, channel?.path ?? '')
  }

  /** Polls again until the recorded message comes. */
  async #poll(
    channel: Channel | undefined,
    sent: Text,
    key: string | null,
    i: number,
    first: Incoming | undefined,
  ): Promise<Incoming | undefined> {
    let frame = first
    const end = Date.now() + patience * 2
    while (frame !== undefined && !frame.binary && Date.now() < end) {
      const value = parseBig(frame.data.toString('utf8'))
      if (get(value, 'code') !== 0 || get(value, 'have_message') !== false) break
      await delay(50)
      channel?.send(this.#mapped(sent))
      frame = await channel?.take(key, this.#later(i, sent.ch))
    }
    return frame
  }

  #textAnswer(
    line: Text,
    sent: Text | Binary | undefined,
    frame: Incoming,
    i: number,
    what: string,
  ): void {
    if (frame.binary) {
      this.add(i, what, 'text recorded, got a binary frame')
      return
    }
    const text = frame.data.toString('utf8')
    const got = parseBig(text)
    const vgroup = get(line.json, 'vgroup_id')
    if (typeof vgroup === 'number' && vgroup > 0)
      this.#vgroups.set(vgroup, get(got, 'vgroup_id') ?? null)
    const [assigned, own] = [get(line.json, 'assignment'), get(got, 'assignment')]
    if (Array.isArray(assigned) && Array.isArray(own)) {
      for (const [n, entry] of assigned.entries()) {
        const id = Number(get(entry, 'vgroup_id'))
        if (!this.#vgroups.has(id)) this.#vgroups.set(id, get(own[n], 'vgroup_id') ?? null)
      }
      if (assigned.length === 1 && own.length === 1) {
        this.#assigned.recorded = assigned[0]
        this.#assigned.got = own[0]
      }
    }
    const id = get(line.json, 'id')
    const sql =
      sent?.kind === 'binary'
        ? sent.decoded?.sql
        : (get(get(sent?.json, 'args'), 'sql') as string | undefined)
    if (id !== undefined && sql !== undefined) this.#sql.set(`${line.ch}:${String(id)}`, sql)
    if (this.#plan.unordered && get(line.json, 'have_message') === true) {
      const masked = (value: Json | undefined) =>
        JSON.stringify({ ...(value as object), topic: '*' })
      this.add(i, what, textDifference(masked(line.json), masked(got)))
      return
    }
    this.add(i, what, textDifference(textOf(line), text))
  }

  #binaryAnswer(
    line: Binary,
    sent: Text | Binary | undefined,
    frame: Incoming,
    i: number,
    what: string,
    path: string,
  ): void {
    if (!frame.binary) {
      this.add(i, what, `binary recorded, got ${frame.data.toString('utf8').slice(0, 120)}`)
      return
    }
    const action = sent?.kind === 'text' ? get(sent.json, 'action') : undefined
    const form: FrameForm =
      path !== '/rest/tmq'
        ? 'fetch'
        : action === 'fetch_raw'
          ? 'tmq-raw'
          : action === 'fetch_block'
            ? 'tmq-block'
            : 'tmq'
    if (this.#plan.unordered && (form === 'tmq' || form === 'tmq-raw')) {
      try {
        const rows = messageRows(Buffer.from(line.hex, 'hex'), form)
        this.#pool.got.push(...messageRows(frame.data, form))
        this.#pool.recorded.push({ check: this.add(i, what, null), rows })
        return
      } catch {
        // Not a message with rows: compared as it is.
      }
    }
    const result = line.hex.startsWith('ffffffffffffffff')
      ? Buffer.from(line.hex, 'hex')
      : Buffer.alloc(0)
    const id = result.length >= 50 ? result.readBigUInt64LE(42 + result.readUInt32LE(38)) : 0n
    this.add(
      i,
      what,
      frameDifference(line, frame.data, form, this.#sql.get(`${line.ch}:${id}`) ?? ''),
    )
  }

  #settlePool(): void {
    const left = new Map<string, number>()
    for (const row of this.#pool.got) left.set(row, (left.get(row) ?? 0) + 1)
    for (const { check, rows } of this.#pool.recorded) {
      for (const row of rows) {
        const count = left.get(row) ?? 0
        if (count === 0) check.difference ??= `the row never came: ${row.slice(0, 120)}`
        else left.set(row, count - 1)
      }
    }
  }

  async #expect(line: Extract<Line, { readonly t: 'expect' }>, i: number): Promise<void> {
    const got = await rest(this.#target, line.sql, line.db)
    if (line.body !== undefined) {
      this.add(i, line.sql, difference(line.body, get(got, 'unparsable') ?? 'JSON'))
      return
    }
    const recorded: Json =
      line.code !== undefined && line.code !== 0
        ? { code: line.code, desc: line.desc ?? '' }
        : {
            code: 0,
            column_meta: (line.column_meta ?? []) as Json,
            data: (line.rows ?? []) as Json,
            rows: line.rows?.length ?? 0,
          }
    this.add(i, line.sql, restDifference(recorded, got, line.sql))
  }
}
