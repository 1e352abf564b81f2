import { fetchApi } from '../apis/fetch.ts'
import { leaderEpoch, type PartitionLog } from '../log/partition-log.ts'
import { answerFor, errorCode, ProtocolError } from '../protocol/error-code.ts'
import { zeroUuid } from '../protocol/schema.ts'
import type { FileRegion } from '../protocol/wire-writer.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'
import { partitionOf } from '../topics/topic.ts'

/** The isolation level whose answer lists aborted transactions, of which there are none. */
const readCommitted = 1

/** One partition of a fetch request, looked up. */
interface Wanted {
  readonly partition: number
  readonly offset: bigint
  readonly maxBytes: number
  readonly log: PartitionLog | null
  readonly errorCode: number
}

interface WantedTopic {
  readonly topic: string
  readonly topicId: string
  readonly partitions: readonly Wanted[]
}

/** Throws `ProtocolError` when a client knows of another leadership than there is. */
export function checkLeaderEpoch(current: number): void {
  if (current > leaderEpoch) {
    throw new ProtocolError(
      errorCode.unknownLeaderEpoch,
      'The leader epoch in the request is newer than the epoch on the broker.',
    )
  }
}

function lookUp(
  broker: Broker,
  topics: readonly {
    readonly topic: string
    readonly topicId: string
    readonly partitions: readonly {
      readonly partition: number
      readonly currentLeaderEpoch: number
      readonly fetchOffset: bigint
      readonly partitionMaxBytes: number
    }[]
  }[],
): readonly WantedTopic[] {
  return topics.map(({ topic, topicId, partitions }) => {
    const named = topicId === zeroUuid
    const found = named ? broker.topics.get(topic) : broker.topics.byId(topicId)
    return {
      topic,
      topicId,
      partitions: partitions.map(asked => {
        const wanted = {
          partition: asked.partition,
          offset: asked.fetchOffset,
          maxBytes: asked.partitionMaxBytes,
        }
        try {
          if (found === undefined && !named) {
            throw new ProtocolError(
              errorCode.unknownTopicId,
              'This server does not host this topic ID.',
            )
          }
          const log = partitionOf(found, asked.partition)
          checkLeaderEpoch(asked.currentLeaderEpoch)
          log.checkOffset(asked.fetchOffset)
          return { ...wanted, log, errorCode: errorCode.none }
        } catch (error) {
          const { code } = answerFor(error)
          // An offset out of range is answered with the range.
          const log =
            code === errorCode.offsetOutOfRange ? found?.partitions[asked.partition] : null
          return { ...wanted, log: log ?? null, errorCode: code }
        }
      }),
    }
  })
}

/** Resolves when `bytes` more than now were appended to the partitions, after `waitMs`, or when the client is gone. */
function moreData(
  wanted: readonly Wanted[],
  bytes: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    const stops: (() => void)[] = []
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      for (const stop of stops) stop()
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    signal.addEventListener('abort', done)
    let missing = bytes
    for (const { log } of wanted) {
      if (log === null) continue
      stops.push(
        log.onAppend(appended => {
          missing -= appended
          if (missing <= 0) done()
        }),
      )
    }
  })
}

/** Fetch: record batches straight from the segment files. Sessions are not kept: every fetch names its partitions. */
export function fetchRoutes(broker: Broker): readonly Route[] {
  return [
    route({
      api: fetchApi,
      async handle(request, { signal }) {
        if (request.sessionId !== 0) {
          return { errorCode: errorCode.fetchSessionIdNotFound, responses: [] }
        }
        const topics = lookUp(broker, request.topics)
        const all = topics.flatMap(topic => topic.partitions)
        if (request.maxWaitMs > 0 && !all.some(wanted => wanted.errorCode !== 0)) {
          let available = 0
          for (const { log, offset } of all) available += log?.bytesFrom(offset) ?? 0
          const missing = request.minBytes - available
          if (missing > 0) await moreData(all, missing, request.maxWaitMs, signal)
        }
        const limit = Math.min(request.maxBytes, broker.config.number('fetch.max.bytes'))
        const aborted = request.isolationLevel === readCommitted ? [] : null
        return { responses: await readAll(topics, limit, aborted) }
      },
      refuse: (request, { code }) => ({
        errorCode: code,
        responses: request.topics.map(({ topic, topicId, partitions }) => ({
          topic,
          topicId,
          partitions: partitions.map(({ partition }) => ({
            partitionIndex: partition,
            errorCode: code,
            highWatermark: -1n,
            records: null,
          })),
        })),
      }),
    }),
  ]
}

/** Reads the partitions in the order they were asked for, until the limit of the whole response is reached. */
async function readAll(
  topics: readonly WantedTopic[],
  limit: number,
  aborted: readonly never[] | null,
) {
  const regions: FileRegion[] = []
  let left = limit
  const read = async ({ partition, offset, maxBytes, log, errorCode: code }: Wanted) => {
    let answer = code
    let records: FileRegion | null = null
    if (log !== null && code === errorCode.none) {
      try {
        // The first batch of the response is sent however large it is, so that a consumer can always go on.
        const first = regions.length === 0
        if (left > 0 || first) records = await log.read(offset, Math.min(maxBytes, left), first)
      } catch (error) {
        answer = answerFor(error).code
      }
    }
    if (records !== null) {
      regions.push(records)
      left -= records.size
    }
    const end = log?.nextOffset ?? -1n
    return {
      partitionIndex: partition,
      errorCode: answer,
      highWatermark: end,
      lastStableOffset: end,
      logStartOffset: log?.logStartOffset ?? -1n,
      abortedTransactions: aborted,
      records: records ?? emptyRecords,
    }
  }
  const responses = []
  for (const { topic, topicId, partitions } of topics) {
    const answers = []
    for (const wanted of partitions) answers.push(await read(wanted))
    responses.push({ topic, topicId, partitions: answers })
  }
  return responses
}

const emptyRecords = Buffer.alloc(0)
