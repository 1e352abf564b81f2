import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { tidewireVersion } from '@tidewire/core'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Who may import whom: a package may use only what stands to its right. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  formats: ['@tidewire/core'],
  kafka: ['@tidewire/core'],
  connect: ['@tidewire/core', '@tidewire/kafka'],
  tdengine: ['@tidewire/core', '@tidewire/formats'],
  kwdb: ['@tidewire/core', '@tidewire/formats'],
  streams: ['@tidewire/core'],
  local: [
    '@tidewire/core',
    '@tidewire/formats',
    '@tidewire/kafka/records',
    '@tidewire/tdengine/wire',
  ],
  tidewire: [
    '@tidewire/core',
    '@tidewire/formats',
    '@tidewire/kafka',
    '@tidewire/kafka/stream',
    '@tidewire/connect',
    '@tidewire/tdengine',
    '@tidewire/tdengine/stream',
    '@tidewire/kwdb',
    '@tidewire/streams',
    '@tidewire/local/kafka',
    '@tidewire/local/tdengine',
    '@tidewire/local/kwdb',
  ],
}

/** Third-party clients that hide behind one package. */
const onlyIn: Readonly<Record<string, string>> = {
  '@platformatic/kafka': 'kafka',
  '@duckdb/node-api': 'local',
  pg: 'kwdb',
  hono: 'connect',
  '@hono/node-server': 'connect',
  'prom-client': 'connect',
  commander: 'tidewire',
}

interface Import {
  readonly file: string
  readonly pkg: string
  readonly specifier: string
}

function sources(pkg: string): string[] {
  return globSync(`packages/${pkg}/src/**/*.ts`, { cwd: root }).map(path => join(root, path))
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const found: string[] = []
  // Declarations begin a line and have no string before the specifier; the rest are import() calls and types.
  const pattern =
    /^(?:import|export)\b[^'"`]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
  for (const match of text.matchAll(pattern)) {
    const specifier = match[1] ?? match[2] ?? match[3]
    if (specifier !== undefined) found.push(specifier)
  }
  return found
}

const packages = globSync('packages/*/package.json', { cwd: root }).map(
  path => path.split(sep)[1] ?? '',
)
const imports: Import[] = packages.flatMap(pkg =>
  sources(pkg).flatMap(file =>
    importsOf(file).map(specifier => ({ file: relative(root, file), pkg, specifier })),
  ),
)

describe('the dependencies between packages', () => {
  it('knows every package', () => {
    expect([...packages].sort()).toEqual(Object.keys(allowed).sort())
  })

  it.each(packages)('%s imports only what it may', pkg => {
    const wrong = imports.filter(
      i =>
        i.pkg === pkg &&
        (i.specifier === 'tidewire' || i.specifier.startsWith('@tidewire/')) &&
        !allowed[pkg]?.includes(i.specifier),
    )
    expect(wrong).toEqual([])
  })

  it.each(packages)('%s declares what it imports and imports what it declares', pkg => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', pkg, 'package.json'), 'utf8'))
    const declared = Object.keys(manifest.dependencies ?? {}).sort()
    const used = new Set(
      imports
        .filter(i => i.pkg === pkg && !/^[./]|^node:/.test(i.specifier))
        .filter(i => !/\.(test|bench|test\.kit)\.ts$/.test(i.file))
        .map(i =>
          i.specifier
            .split('/')
            .slice(0, i.specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
    )
    expect([...used].filter(name => !declared.includes(name))).toEqual([])
    expect(declared.filter(name => !used.has(name))).toEqual([])
  })

  it('no file reaches past the folder of its package', () => {
    const wrong = imports.filter(i => {
      if (!i.specifier.startsWith('.')) return false
      const target = resolve(root, dirname(i.file), i.specifier)
      return !target.startsWith(join(root, 'packages', i.pkg, 'src') + sep)
    })
    // The command reads its version from its own manifest.
    expect(wrong.filter(i => !i.specifier.endsWith('/package.json'))).toEqual([])
  })

  it('only the Kafka client loads modules by a path that is computed, past the exports of its library', () => {
    const found = packages.flatMap(sources).filter(file => {
      const code = readFileSync(file, 'utf8').replace(/^\s*(?:\/\/|\*).*$/gm, '')
      return /\bimport\(\s*(?!['"])\S|\bcreateRequire\b|node_modules\//.test(code)
    })
    expect(found.map(file => relative(root, file)).sort()).toEqual([
      'packages/kafka/src/wire/library.ts',
      // The files of users' jobs.
      'packages/streams/src/job-file.ts',
    ])
  })

  it('third-party clients stay behind one package', () => {
    const wrong = imports.filter(i => {
      const owner = onlyIn[i.specifier]
      return owner !== undefined && owner !== i.pkg
    })
    expect(wrong).toEqual([])
  })
})

describe('the export maps', () => {
  it.each(packages)('%s points at files that exist', pkg => {
    const folder = join(root, 'packages', pkg)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const [name, target] of Object.entries<Record<string, string> | string>(
      manifest.exports,
    )) {
      if (typeof target === 'string') continue
      const source = target['@tidewire/source'] ?? ''
      expect(globSync(source, { cwd: folder }), `${manifest.name} ${name}`).toHaveLength(1)
      expect(target.default).toBe(source.replace('./src/', './dist/').replace(/\.ts$/, '.js'))
      expect(target.types).toBe(source.replace('./src/', './dist/').replace(/\.ts$/, '.d.ts'))
    }
    expect(manifest.version).toBe(tidewireVersion)
    expect(manifest.license).toBe('Apache-2.0')
  })

  it('pin every dependency to an exact version', () => {
    for (const path of ['package.json', ...packages.map(p => `packages/${p}/package.json`)]) {
      const manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
      const all = {
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      }
      for (const [name, version] of Object.entries<string>(all)) {
        expect(version, `${path}: ${name}`).toMatch(/^\d+\.\d+\.\d+/)
      }
    }
  })

  it('the lockfile names no registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(
      /https?:\/\/[^"]*\.tgz/,
    )
  })
})

describe('the names of files', () => {
  it('no file is a bucket', () => {
    const buckets = imports
      .map(i => i.file)
      .filter(file => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(file))
    expect([...new Set(buckets)]).toEqual([])
  })
})
