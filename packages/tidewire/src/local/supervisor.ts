import { rm } from 'node:fs/promises'
import type { Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '@tidewire/core'
import { ask, listenForControl } from '../control-socket.ts'
import { raise } from '../errors.ts'
import {
  type ControlReply,
  type ControlRequest,
  environmentAddress,
  type ServiceStatus,
} from './control.ts'
import { type EnvironmentSettings, effectiveProperties, reachable } from './effective-properties.ts'
import { isFree } from './port-holder.ts'
import { hostPort, logFile, type ServiceName, serviceNames, titles } from './service.ts'
import { type LocalState, makeDataDir, readState, removeState, writeState } from './state-file.ts'
import { ServiceFailure, SupervisedService } from './supervised-service.ts'

/** Milliseconds to wait for the session of a worker that was killed, and between two attempts. */
const sessionPatience = 20_000
const sessionPause = 500

/** Milliseconds to wait for the services of a supervisor that was killed; they stop by themselves. */
const strayPatience = 10_000
const strayPause = 100

/** One value for each service. */
function forEach<T>(make: (name: ServiceName) => T): Readonly<Record<ServiceName, T>> {
  return {
    kafka: make('kafka'),
    tdengine: make('tdengine'),
    kwdb: make('kwdb'),
    connect: make('connect'),
  }
}

/** Lines for people about what happens. */
export type Say = (line: string) => void

/** A running local environment: supervised services and a control socket. Disposing stops everything. */
export class Supervisor implements AsyncDisposable {
  readonly settings: EnvironmentSettings
  /** Resolves when somebody has stopped the environment. */
  readonly stopped: Promise<void>
  readonly #services: Readonly<Record<ServiceName, SupervisedService>>
  readonly #say: Say
  readonly #resolveStopped: () => void
  #control: Server | null = null
  #stopping: Promise<void> | null = null

  private constructor(settings: EnvironmentSettings, say: Say) {
    this.settings = settings
    this.#say = say
    const stopped = Promise.withResolvers<void>()
    this.stopped = stopped.promise
    this.#resolveStopped = stopped.resolve
    const make = (name: ServiceName) =>
      new SupervisedService(name, settings.dataDir, effectiveProperties(settings, name), {
        onReady: ready => this.#say(`${titles[ready]} is [UP]`),
        onCrash: (crashed, reason, ms) =>
          this.#say(`${titles[crashed]} ended (${reason}); starting it again in ${ms} ms`),
      })
    this.#services = forEach(make)
  }

  /** Starts all services; throws `CLI_SERVICE_START` or `CLI_LOCAL_RUNNING` and leaves nothing behind. */
  static async start(settings: EnvironmentSettings, say: Say): Promise<Supervisor> {
    const { dataDir } = settings
    await makeDataDir(dataDir)
    await refuseSecond(dataDir)
    const supervisor = new Supervisor(settings, say)
    try {
      await supervisor.#start()
    } catch (error) {
      await supervisor[Symbol.asyncDispose]()
      throw error
    }
    return supervisor
  }

  async #start(): Promise<void> {
    const { dataDir, host, ports } = this.settings
    const control = environmentAddress(dataDir)
    this.#control = await listenForControl<ControlRequest, ControlReply>(
      control,
      (request, reply) => this.#answer(request, reply),
    )
    await writeState(dataDir, { pid: process.pid, control, host, ports })
    // The processes load their code at the same time; the worker opens when the broker is there.
    await Promise.all(serviceNames.map(name => this.#services[name].load()))
    const open = (name: ServiceName) => this.#open(name, this.#say)
    await Promise.all([open('kafka'), open('tdengine'), open('kwdb')])
    await open('connect')
  }

  async #open(name: ServiceName, say: Say): Promise<void> {
    say(`Starting ${titles[name]}`)
    try {
      await this.#openPatiently(name, say)
    } catch (error) {
      const reason = messageOf(error)
      throw raise('CLI_SERVICE_START', {
        service: titles[name],
        reason,
        log: logFile(this.settings.dataDir, name),
      })
    }
  }

  /** A worker that was killed stays a member of its group until its session ends; the next one waits for that. */
  async #openPatiently(name: ServiceName, say: Say): Promise<void> {
    const deadline = performance.now() + sessionPatience
    for (let told = false; ; told = true) {
      try {
        await this.#services[name].open()
        return
      } catch (error) {
        const busy = error instanceof ServiceFailure && error.code === 'CONNECT_GROUP_BUSY'
        if (!busy || performance.now() > deadline) throw error
        if (!told) say(`${titles[name]} waits until the session of a killed worker ends`)
        await delay(sessionPause)
      }
    }
  }

  /** The state of every service. */
  status(): Readonly<Record<ServiceName, ServiceStatus>> {
    const one = (name: ServiceName): ServiceStatus => {
      const service = this.#services[name]
      return {
        up: service.up,
        pid: service.pid,
        address: hostPort(reachable(this.settings.host), this.settings.ports[name]),
        restarts: service.restarts,
      }
    }
    return forEach(one)
  }

  async #answer(request: ControlRequest, reply: (reply: ControlReply) => void): Promise<void> {
    switch (request.op) {
      case 'status':
        reply({ services: this.status() })
        return
      case 'stop':
        await this.#stopServices(line => reply({ line }))
        await this.#leave()
        setImmediate(this.#resolveStopped)
        return
      case 'start-service':
        if (!this.#services[request.service].up) {
          await this.#open(request.service, line => reply({ line }))
        }
        reply({ line: `${titles[request.service]} is [UP]` })
        return
      case 'stop-service':
        reply({ line: `Stopping ${titles[request.service]}` })
        await this.#services[request.service].stop()
        reply({ line: `${titles[request.service]} is [DOWN]` })
        return
    }
  }

  #stopServices(say: Say): Promise<void> {
    this.#stopping ??= (async () => {
      // The worker first, so that its tasks can still write and commit.
      for (const name of serviceNames.toReversed()) {
        if (this.#services[name].pid === null) continue
        say(`Stopping ${titles[name]}`)
        await this.#services[name].stop()
        say(`${titles[name]} is [DOWN]`)
      }
    })()
    return this.#stopping
  }

  async #leave(): Promise<void> {
    const { dataDir } = this.settings
    const state = await readState(dataDir)
    if (state?.pid === process.pid) await removeState(dataDir)
    if (process.platform !== 'win32' && this.#control !== null) {
      await rm(environmentAddress(dataDir), { force: true })
    }
  }

  /** Ends all processes at once, without letting them finish. */
  killAll(): void {
    for (const name of serviceNames) this.#services[name].kill()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stopServices(this.#say)
    await this.#leave()
    this.#control?.close()
    this.#control = null
    this.#resolveStopped()
  }
}

/** Throws `CLI_LOCAL_RUNNING` when an environment runs in this data directory; a stale state file does not count. */
export async function refuseSecond(dataDir: string): Promise<void> {
  const state = await readState(dataDir)
  if (state === null) return
  const asked = ask<ControlRequest, ControlReply>(state.control, { op: 'status' }, () => undefined)
  // One that ends while it is asked is gone like one that does not answer.
  const alive = await asked.catch(() => false)
  if (alive) throw raise('CLI_LOCAL_RUNNING', { dataDir, pid: state.pid })
  await strayServicesGone(state)
  await removeState(dataDir)
}

/** Waits until the services of a killed supervisor have let go of their ports and files. */
async function strayServicesGone(state: LocalState): Promise<void> {
  const deadline = performance.now() + strayPatience
  for (const name of serviceNames) {
    while (performance.now() < deadline && !(await isFree(state.host, state.ports[name]))) {
      await delay(strayPause)
    }
  }
}
