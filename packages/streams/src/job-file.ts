import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TidewireError } from '@tidewire/core'
import { StreamEnvironment } from './environment.ts'
import { messageOf, streamError } from './errors.ts'
import type { Graph } from './graph/graph.ts'
import type { JobOptions } from './job-options.ts'

/** A job file, imported and built. */
export interface BuiltJob {
  readonly graph: Graph
  /** What the file set with `configure`. */
  readonly options: JobOptions
}

/**
 * Jobs find Tidewire's own packages also where none are installed, as in a lone file: then those that run the job are
 * taken. What the job's own project has installed goes before.
 */
const ownPackages = registerOnce()

function registerOnce(): () => void {
  let registered = false
  return () => {
    if (registered) return
    registered = true
    registerHooks({
      resolve(specifier, context, next) {
        if (!specifier.startsWith('@tidewire/')) return next(specifier, context)
        try {
          return next(specifier, context)
        } catch (error) {
          if (!isMissing(error)) throw error
          return next(specifier, { ...context, parentURL: import.meta.url })
        }
      },
    })
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  return error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND'
}

/**
 * Imports a job file and lets its default export build the job. The function must build the same job each time, since
 * every thread calls it. Throws `STREAM_JOB_FILE`, or what building refused.
 */
export async function graphOfFile(file: string): Promise<BuiltJob> {
  const refuse = (reason: string, cause?: unknown): Error =>
    streamError(
      'STREAM_JOB_FILE',
      { file, reason },
      {
        cause,
        ...(isMissing(cause)
          ? { hint: 'Check the paths of its imports; install packages beside the job file.' }
          : {}),
      },
    )
  ownPackages()
  let module: { readonly default?: unknown }
  try {
    module = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown }
  } catch (error) {
    const place = error instanceof SyntaxError ? placeOf(error) : ''
    throw refuse(`${place}${messageOf(error)}`, error)
  }
  if (typeof module.default !== 'function') throw refuse('it has no function as its default export')
  const environment = new StreamEnvironment()
  try {
    await module.default(environment)
  } catch (error) {
    if (error instanceof TidewireError) throw error
    throw refuse(messageOf(error), error)
  }
  return { graph: environment.graph, options: environment.options }
}

/** `file:line: ` where Node's compiler says so, as it does for TypeScript. */
function placeOf(error: SyntaxError): string {
  const [first = ''] = error.stack?.split('\n') ?? []
  return /:\d+$/.test(first) ? `${first.replace(/^file:\/\//, '')}: ` : ''
}
