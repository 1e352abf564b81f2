import type { StartFlags } from '../commands/local.ts'
import { raise } from '../errors.ts'
import { freePort, isFree, portHolder } from './port-holder.ts'
import { defaultPorts, type ServiceName, serviceNames, titles } from './service.ts'

const options: Readonly<Record<ServiceName, string>> = {
  kafka: '--kafka-port',
  tdengine: '--tdengine-port',
  kwdb: '--kwdb-port',
  connect: '--connect-port',
}

/** A port number of the command line. */
export function parsePort(text: string, option: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw raise('CLI_USAGE', { problem: `${option} ${text} is no port number` })
}

function wanted(name: ServiceName, flags: StartFlags): number {
  const text = {
    kafka: flags.kafkaPort,
    tdengine: flags.tdenginePort,
    kwdb: flags.kwdbPort,
    connect: flags.connectPort,
  }
  const given = text[name]
  return given === undefined ? defaultPorts[name] : parsePort(given, options[name])
}

/** The ports of an environment, all free now; a busy one throws `CLI_PORT_BUSY` unless free ports are asked for. */
export async function choosePorts(
  host: string,
  flags: StartFlags,
): Promise<Readonly<Record<ServiceName, number>>> {
  const ports = { ...defaultPorts }
  const taken = new Set<number>()
  for (const name of serviceNames) {
    const port = wanted(name, flags)
    if (port !== 0 && !taken.has(port) && (await isFree(host, port))) ports[name] = port
    else if (port === 0 || flags.freePorts === true) ports[name] = await otherPort(host, taken)
    else {
      const holder = await portHolder(port)
      throw raise('CLI_PORT_BUSY', {
        port,
        service: titles[name],
        holder: holder === null ? '' : ` by ${holder}`,
        option: options[name],
      })
    }
    taken.add(ports[name])
  }
  return ports
}

/** A free port that is none of those chosen before. */
async function otherPort(host: string, taken: ReadonlySet<number>): Promise<number> {
  let port = await freePort(host)
  while (taken.has(port)) port = await freePort(host)
  return port
}
