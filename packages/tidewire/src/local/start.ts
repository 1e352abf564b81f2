import { fork } from 'node:child_process'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Props, TidewireError } from '@tidewire/core'
import type { StartFlags } from '../commands/local.ts'
import { readProperties } from '../connectors/config-file.ts'
import { interruptible, write, writeLine } from '../terminal.ts'
import { choosePorts } from './choose-ports.ts'
import { type EnvironmentSettings, reachable } from './effective-properties.ts'
import { nodeFlags, scriptPath } from './node-arguments.ts'
import { defaultPorts, hostPort, type ServiceName, serviceNames, titles } from './service.ts'
import { makeDataDir, rememberCurrent, startDataDir } from './state-file.ts'
import type { FromSupervisor } from './supervisor.process.ts'
import { refuseSecond, Supervisor } from './supervisor.ts'

async function fileOrNothing(file: string | undefined): Promise<Props> {
  return file === undefined ? {} : readProperties(file)
}

async function settingsOf(flags: StartFlags): Promise<EnvironmentSettings> {
  const dataDir = startDataDir(flags.dataDir)
  const host = flags.host ?? '127.0.0.1'
  const kafka = await fileOrNothing(flags.kafkaConfig)
  const connect = await fileOrNothing(flags.connectConfig)
  await refuseSecond(dataDir)
  return { dataDir, host, ports: await choosePorts(host, flags), kafka, connect }
}

/** What stands in front of an address, for whoever copies it. */
const schemes: Readonly<Record<ServiceName, string>> = {
  kafka: '',
  tdengine: 'http://',
  kwdb: 'postgresql://root@',
  connect: 'http://',
}

/** Where everything is, for people. */
function addresses(settings: EnvironmentSettings): string {
  const host = reachable(settings.host)
  const lines = serviceNames.map(name => {
    const port = settings.ports[name]
    const scheme = schemes[name]
    const moved = port === defaultPorts[name] ? '' : `   (usual port: ${defaultPorts[name]})`
    return `  ${titles[name].padEnd(9)} ${scheme}${hostPort(host, port)}${moved}`
  })
  return `\n${lines.join('\n')}\n\n`
}

async function startInForeground(settings: EnvironmentSettings): Promise<void> {
  using interrupt = interruptible()
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const supervisor = await Supervisor.start(settings, say)
  process.on('exit', () => supervisor.killAll())
  await rememberCurrent(settings.dataDir)
  await write(addresses(settings))
  await writeLine('Press Ctrl-C to stop.')
  await Promise.race([interrupt.interrupted, supervisor.stopped])
  await supervisor[Symbol.asyncDispose]()
}

async function startInBackground(settings: EnvironmentSettings): Promise<void> {
  await makeDataDir(settings.dataDir)
  await using log = await open(join(settings.dataDir, 'tidewire.stdout'), 'a', 0o600)
  const child = fork(scriptPath('./supervisor.process', import.meta.url), [], {
    execArgv: [...nodeFlags(import.meta.url)],
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  child.send(settings)
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`the supervisor ended with exit code ${code}`)))
    child.on('message', (message: FromSupervisor) => {
      if (message.type === 'line') process.stdout.write(`${message.line}\n`)
      else if (message.type === 'ready') resolve()
      else reject(new TidewireError(message.card))
    })
  })
  child.removeAllListeners()
  child.disconnect()
  child.unref()
  await rememberCurrent(settings.dataDir)
  await write(addresses(settings))
}

/** `local start`: prints what happens in the words of the Confluent command. */
export async function start(flags: StartFlags): Promise<void> {
  const settings = await settingsOf(flags)
  await writeLine(`Using TIDEWIRE_CURRENT: ${settings.dataDir}`)
  if (flags.background === true) await startInBackground(settings)
  else await startInForeground(settings)
}
