import { answerKey, sentKey } from './frame-key.ts'
import { type Frame, get, type Json, type Line } from './recording.ts'

/** Waits of the recorder that are not in the transcript: request id -> milliseconds before it is sent. */
export const waits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'tmq-autocommit': { 4: 800, 7: 800 },
}

/** What a recording says about itself before it is replayed. */
export class ScenarioPlan {
  readonly lines: readonly Line[]
  readonly paths = new Map<string, string>()
  /** Line of the request that a recorded answer belongs to. */
  readonly requestOf = new Map<number, number>()
  /** Empty polls in front of a message: how many there are is chance. */
  readonly skipped = new Set<number>()
  /** What the recording makes, and must be gone before and after. */
  readonly names: {
    readonly topics: Set<string>
    readonly databases: Set<string>
    readonly users: Set<string>
  }
  /** Messages of several vgroups or topics come in any order. */
  readonly unordered: boolean

  constructor(name: string, lines: readonly Line[]) {
    this.lines = lines
    const all = this.lines.map(line => JSON.stringify(line)).join('\n')
    const named = (pattern: RegExp) =>
      new Set([...all.matchAll(pattern)].map(match => match[1] ?? ''))
    this.names = {
      databases: named(/create\s+database\s+(?:if\s+not\s+exists\s+)?`?(\w+)`?/gi),
      topics: named(/create\s+topic\s+(?:if\s+not\s+exists\s+)?`?(\w+)`?/gi),
      users: named(/create\s+user\s+`?(\w+)`?/gi),
    }
    const vgroups = this.lines.some(
      line => line.t === 'prep' && Number(/vgroups\s+(\d+)/i.exec(line.sql)?.[1] ?? 1) > 1,
    )
    const topics = this.lines.some(line => {
      if (line.t !== 'send' || line.kind !== 'text') return false
      const list = get(get(line.json, 'args'), 'topics')
      return get(line.json, 'action') === 'subscribe' && Array.isArray(list) && list.length > 1
    })
    this.unordered = name.startsWith('tmq') && (vgroups || topics)
    this.#link()
    this.#findEmptyPolls()
  }

  #link(): void {
    const open = new Map<string, number[]>()
    const http: number[] = []
    for (const [i, line] of this.lines.entries()) {
      if (line.t === 'open') this.paths.set(line.ch, line.path)
      if (line.t === 'none') open.set(line.ch, [])
      if (line.t !== 'send' && line.t !== 'recv') continue
      if (line.kind === 'http') {
        if (line.t === 'send') http.push(i)
        else this.requestOf.set(i, http.shift() ?? i)
        continue
      }
      const waiting = open.get(line.ch) ?? []
      open.set(line.ch, waiting)
      if (line.t === 'send') {
        waiting.push(i)
        continue
      }
      const key = answerKey(line)
      let at = waiting.findIndex(j => key !== null && sentKey(this.lines[j] as Frame) === key)
      if (at < 0) at = waiting.length - 1
      const request = waiting[at]
      if (request === undefined) continue
      this.requestOf.set(i, request)
      waiting.splice(at, 1)
    }
  }

  #findEmptyPolls(): void {
    const reply = (i: number): Json | undefined => {
      const [request, answer] = [this.lines[i], this.lines[i + 1]]
      const isPoll =
        request?.t === 'send' &&
        request.kind === 'text' &&
        get(request.json, 'action') === 'poll' &&
        answer?.t === 'recv' &&
        answer.kind === 'text' &&
        this.requestOf.get(i + 1) === i
      return isPoll ? answer.json : undefined
    }
    for (let i = 0; i < this.lines.length; i += 1) {
      let j = i
      while (get(reply(j), 'have_message') === false && get(reply(j), 'code') === 0) j += 2
      if (j > i && get(reply(j), 'have_message') === true) {
        for (let k = i; k < j; k += 1) this.skipped.add(k)
      }
      if (j > i) i = j - 1
    }
  }
}
