import { expect, it } from 'vitest'
import { loadLibrary, loadWhole } from './library.ts'

it('the parts of the client library are found where they are looked for, and are the same as in the whole', async () => {
  const [parts, whole] = [await loadLibrary(), await loadWhole()]
  // The fallback would give everything, the consumer included.
  expect(parts).not.toHaveProperty('Consumer')
  expect(parts.ResponseError).toBe(whole.ResponseError)
  expect(parts.joinGroupV9.api).toBe(whole.joinGroupV9.api)
  expect(parts.createAPI).toBe(whole.createAPI)
  expect(parts.protocolErrors.NOT_COORDINATOR).toMatchObject({ code: 16, canRetry: true })
})
