import { type Codec, type Decoded, type Encodable, type Shape, structCodec } from './schema.ts'

/** One API of the protocol: its key, the versions this broker speaks, and its two messages. */
export interface Api<Request extends Shape = Shape, Response extends Shape = Shape> {
  readonly key: number
  readonly name: string
  readonly min: number
  readonly max: number
  /** Whether a version uses the flexible encoding (compact lengths, tagged fields). */
  isFlexible(version: number): boolean
  requestCodec(version: number): Codec<Decoded<Request>, Encodable<Request>>
  responseCodec(version: number): Codec<Decoded<Response>, Encodable<Response>>
}

/** What `defineApi` needs to know; `flexible` is the first flexible version. */
export interface ApiDefinition<Request extends Shape, Response extends Shape> {
  readonly key: number
  readonly name: string
  readonly versions: readonly [min: number, max: number]
  readonly flexible: number
  readonly request: Request
  readonly response: Response
}

function perVersion<S extends Shape>(
  shape: S,
  flexible: number,
): (version: number) => Codec<Decoded<S>, Encodable<S>> {
  const compiled: Codec<Decoded<S>, Encodable<S>>[] = []
  return version => {
    const known = compiled[version]
    if (known !== undefined) return known
    const codec = structCodec(shape, version, version >= flexible)
    compiled[version] = codec
    return codec
  }
}

/** Declares an API from its tables. */
export function defineApi<Request extends Shape, Response extends Shape>(
  definition: ApiDefinition<Request, Response>,
): Api<Request, Response> {
  const { key, name, versions, flexible, request, response } = definition
  return {
    key,
    name,
    min: versions[0],
    max: versions[1],
    isFlexible: version => version >= flexible,
    requestCodec: perVersion(request, flexible),
    responseCodec: perVersion(response, flexible),
  }
}
