import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { promisify } from 'node:util'

/** True when nothing listens on the port of this address. */
export async function isFree(host: string, port: number): Promise<boolean> {
  return (await tryListen(host, port)) !== null
}

/** A port of this address on which nothing listens now. */
export async function freePort(host: string): Promise<number> {
  const port = await tryListen(host, 0)
  if (port === null) throw new RangeError(`no free port on ${host}`)
  return port
}

function tryListen(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', error => {
      if ('code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) resolve(null)
      else reject(error)
    })
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      const found = typeof address === 'object' && address !== null ? address.port : port
      server.close(() => resolve(found))
    })
  })
}

/** The inodes of sockets that listen on a port, from Linux's table of TCP sockets. */
async function listeningInodes(port: number): Promise<Set<string>> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      // State 0A is LISTEN.
      if (local?.endsWith(`:${wanted}`) && state === '0A' && inode !== undefined) inodes.add(inode)
    }
  }
  return inodes
}

async function holderOnLinux(port: number): Promise<string | null> {
  const inodes = await listeningInodes(port)
  if (inodes.size === 0) return null
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const fd of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode === undefined || !inodes.has(inode)) continue
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return `process ${pid} (${command.replaceAll('\0', ' ').trim().slice(0, 80)})`
    }
  }
  return 'a process of another user'
}

async function holderByLsof(port: number): Promise<string | null> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
  const { stdout } = await promisify(execFile)('lsof', args, { timeout: 2000 })
  const pid = /^p(\d+)$/m.exec(stdout)?.[1]
  const command = /^c(.+)$/m.exec(stdout)?.[1]
  return pid === undefined ? null : `process ${pid} (${command ?? 'unknown'})`
}

/** Who listens on a port, for people, or null when the system does not tell. */
export async function portHolder(port: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return await holderOnLinux(port)
    return process.platform === 'win32' ? null : await holderByLsof(port)
  } catch {
    return null
  }
}
