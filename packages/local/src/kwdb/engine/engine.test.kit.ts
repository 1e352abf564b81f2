import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KwdbEngine, Notice, Session, TextValue } from '../api.ts'
import { openEngine } from './index.ts'

/** A folder that is removed at the end of its block. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'tidewire-kwdb-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Opens an engine on a folder, with little memory. */
export async function openTestEngine(
  dataDir: string,
  details: { readonly secure?: boolean; readonly beforeCommit?: () => void } = {},
): Promise<KwdbEngine> {
  return await openEngine({
    dataDir,
    memoryLimit: '64MB',
    threads: 1,
    secure: details.secure ?? false,
    admins: [],
    beforeCommit: details.beforeCommit ?? (() => undefined),
  })
}

/** What a statement answered. */
export interface Answer {
  readonly tag: string
  readonly fields: readonly string[]
  readonly oids: readonly number[]
  readonly rows: readonly (readonly TextValue[])[]
  readonly notices: readonly Notice[]
}

/** A session for tests. */
export class TestSession {
  readonly session: Session

  constructor(
    engine: KwdbEngine,
    database = 'defaultdb',
    user = 'root',
    parameters: Readonly<Record<string, string>> = {},
  ) {
    this.session = engine.openSession({
      user,
      database,
      parameters: new Map(Object.entries(parameters)),
    })
  }

  /** Runs a text and answers what its statements answered. */
  async run(
    text: string,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<readonly Answer[]> {
    const answers: Answer[] = []
    for await (const reply of this.session.run(text, signal)) {
      const rows: (readonly TextValue[])[] = []
      if (reply.rows !== undefined) for await (const batch of reply.rows) rows.push(...batch)
      const { fields = [], notices } = reply
      answers.push({
        tag: reply.tag(),
        fields: fields.map(({ name }) => name),
        oids: fields.map(({ oid }) => oid),
        rows,
        notices,
      })
    }
    return answers
  }

  /** The rows of the last statement of a text. */
  async rows(text: string): Promise<readonly (readonly TextValue[])[]> {
    return (await this.run(text)).at(-1)?.rows ?? []
  }

  /** The command tag of the last statement of a text. */
  async tag(text: string): Promise<string | undefined> {
    return (await this.run(text)).at(-1)?.tag
  }

  /** The SQLSTATE of the error that a text ends with; null when it ends well. */
  async sqlState(text: string): Promise<string | null> {
    try {
      await this.run(text)
      return null
    } catch (cause) {
      return (cause as { readonly sqlState?: string }).sqlState ?? String(cause)
    }
  }
}

/** An engine on a folder of its own with the time-series database `tsdb`, and a session in it. */
export async function engineWithDatabase(): Promise<
  AsyncDisposable & { readonly engine: KwdbEngine; readonly session: TestSession }
> {
  const folder = await temporaryFolder()
  const engine = await openTestEngine(folder.path)
  await new TestSession(engine).run('CREATE TS DATABASE tsdb')
  return {
    engine,
    session: new TestSession(engine, 'tsdb'),
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}
