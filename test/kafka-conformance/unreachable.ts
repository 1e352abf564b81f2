import { TidewireError } from '@tidewire/core'
import { openKafka } from '@tidewire/kafka'
import { describe, expect, it } from 'vitest'

/** What a client says of a broker that is not there. */
export function unreachable(): void {
  describe('a broker that cannot be reached', () => {
    it('is named in the error, within the time allowed', async () => {
      const config = { 'bootstrap.servers': '127.0.0.1:1', 'default.api.timeout.ms': '300' }
      await using nowhere = await openKafka(config, { clientId: 'lost' })
      const error = await nowhere.admin.listTopics().catch((e: unknown) => e)
      expect(error).toBeInstanceOf(TidewireError)
      expect(error).toMatchObject({
        code: 'KAFKA_CONNECT',
        retriable: true,
        message: expect.stringContaining('127.0.0.1:1'),
      })
    })
  })
}
