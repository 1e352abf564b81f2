import { expect, it } from 'vitest'
import { eventually, expectedSum, lineOf, Pipeline } from '../fault/pipeline.ts'
import { ApacheKafka } from './apache-kafka.ts'
import { kafkaTool } from './program.ts'
import { missingJars } from './requirement.ts'

it.skipIf(missingJars('kafka-3.9.2') !== null)(
  'the pipeline of the user page runs on a real Apache Kafka, through a restart of the broker',
  async () => {
    const lines = 50_000
    // The connector is loaded before its topic exists, and must not make one of its own.
    await using kafka = await ApacheKafka.start({
      lines: () => ['auto.create.topics.enable=false'],
    })
    await using pipeline = await Pipeline.start({ bootstrapServers: kafka.bootstrapServers })
    await pipeline.loadSink('sink')
    function* load(from: number, to: number) {
      for (let i = from; i < to; i += 1) yield lineOf(i)
    }
    await pipeline.produce('meters', 4, load(0, lines))
    const explain = async () => JSON.stringify(await pipeline.status('sink'))
    await eventually('all rows', async () => (await pipeline.rows()) === lines, {
      timeoutMs: 60_000,
      explain,
    })

    await kafka.kill()
    await kafka.startProcess()
    await kafkaTool(
      'kafka.tools.ConsoleProducer',
      ['--bootstrap-server', kafka.bootstrapServers, '--topic', 'meters'],
      { input: `${[...load(lines, lines + 100)].join('\n')}\n` },
    )
    await eventually(
      'the rows after the restart',
      async () => (await pipeline.rows()) === lines + 100,
      {
        timeoutMs: 90_000,
        explain,
      },
    )
    const [total] = (await pipeline.sql('select sum(n) from power.meters')) ?? []
    expect(BigInt(String(total?.[0]))).toBe(expectedSum(lines + 100))
    expect((await pipeline.status('sink')).tasks.map(task => task.state)).toEqual(['RUNNING'])
  },
  240_000,
)
