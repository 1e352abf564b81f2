import { join } from 'node:path'

/** The services of a local environment, in the order they start. */
export const serviceNames = ['kafka', 'tdengine', 'kwdb', 'connect'] as const

/** A service of a local environment. */
export type ServiceName = (typeof serviceNames)[number]

/** Names for people. */
export const titles: Readonly<Record<ServiceName, string>> = {
  kafka: 'Kafka',
  tdengine: 'TDengine',
  kwdb: 'KWDB',
  connect: 'Connect',
}

/** The ports that the real products use. */
export const defaultPorts: Readonly<Record<ServiceName, number>> = {
  kafka: 9092,
  tdengine: 6041,
  kwdb: 26_257,
  connect: 8083,
}

/** True for the name of a service. */
export function isServiceName(name: string): name is ServiceName {
  return serviceNames.some(known => known === name)
}

/** The folder of a service in the data directory. */
export function serviceFolder(dataDir: string, name: ServiceName): string {
  return join(dataDir, name)
}

/** Where a service's output goes, e.g. `connect/connect.stdout`. */
export function logFile(dataDir: string, name: ServiceName): string {
  return join(dataDir, name, `${name}.stdout`)
}

/** Where a service's effective properties are written, e.g. `connect/connect.properties`. */
export function propertiesFile(dataDir: string, name: ServiceName): string {
  return join(dataDir, name, `${name}.properties`)
}

/** `host:port`, with brackets around an IPv6 address. */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
