/** The parts of a multipart/form-data body by the name of their field; undefined when the request is none. */
export function multipartParts(
  contentType: string | undefined,
  body: Buffer,
): readonly { readonly name: string; readonly content: Buffer }[] | undefined {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map(part => part.trim())
  if (type.toLowerCase() !== 'multipart/form-data') return undefined
  const given = parameters.find(parameter => parameter.toLowerCase().startsWith('boundary='))
  const boundary = given?.slice('boundary='.length).replace(/^"(.*)"$/, '$1')
  if (boundary === undefined || boundary === '') return undefined
  const mark = Buffer.from(`--${boundary}`)
  const parts: { name: string; content: Buffer }[] = []
  let at = body.indexOf(mark)
  while (at >= 0) {
    const next = body.indexOf(mark, at + mark.length)
    if (next < 0) break
    // Between the line ends behind the first mark and before the next one.
    const part = body.subarray(at + mark.length + 2, next - 2)
    const head = part.indexOf('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(part.subarray(0, Math.max(head, 0)).toString('utf8'))?.[1]
    if (head >= 0 && name !== undefined) parts.push({ name, content: part.subarray(head + 4) })
    at = next
  }
  return parts
}
