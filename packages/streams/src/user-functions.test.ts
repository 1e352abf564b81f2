import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { DataStream } from './data-stream.ts'
import { StreamEnvironment } from './environment.ts'
import { CollectSink, NumbersSource } from './numbers.test.kit.ts'

async function run<R>(build: (numbers: DataStream<number>) => DataStream<R>): Promise<R[]> {
  const env = new StreamEnvironment()
  const sink = new CollectSink<R>()
  build(env.fromElements([1, 2, 3])).sinkTo(sink)
  await env.execute()
  return sink.rows
}

describe('functions of users that throw or give what they should not', () => {
  it.each<[string, unknown, RegExp]>([
    ['text', 'boom', /operator "map-1" failed: boom/],
    ['undefined', undefined, /failed: undefined/],
    ['null', null, /failed: null/],
    ['a symbol', Symbol('boom'), /failed: Symbol\(boom\)/],
    ['an object', { code: 7 }, /failed: \{ code: 7 \}/],
    [
      'an object without a prototype',
      Object.create(null),
      /failed: \[Object: null prototype\] \{\}/,
    ],
  ])('%s is told with the name of the operator', async (_, thrown, message) => {
    await expect(
      run(numbers =>
        numbers.map((): unknown => {
          throw thrown
        }),
      ),
    ).rejects.toThrow(message)
  })

  it('flatMap that gives no list is told', async () => {
    await expect(
      run(numbers => numbers.flatMap(n => n as unknown as Iterable<number>)),
    ).rejects.toThrow(/operator "flatMap-1" failed: .*not iterable/)
  })

  it.each([[{ id: 1 }], [null], [undefined], [Symbol('k')]])(
    'a key %o is refused: it would be equal to no other',
    async key => {
      await expect(
        run(numbers => numbers.keyBy(() => key as unknown as string).reduce((a, b) => a + b)),
      ).rejects.toThrow(/a key is text, a number, a bigint or a boolean, not/)
    },
  )

  it('process cannot emit when its function has returned: the element would be lost', async () => {
    const late: unknown[] = []
    await run(numbers =>
      numbers.process<number>((n, context) => {
        queueMicrotask(() => {
          try {
            context.emit(n)
          } catch (error) {
            late.push(error)
          }
        })
      }),
    )
    expect(late.map(String)).toContain('TypeError: emit was called after the function had returned')
  })

  it('after a failure mapAsync begins nothing new', async () => {
    let begun = 0
    await expect(
      run(numbers =>
        numbers
          .flatMap(n => Array.from({ length: 100 }, () => n))
          .mapAsync(
            async () => {
              begun += 1
              await delay(1)
              if (begun >= 3) throw new Error('third')
            },
            { concurrency: 3 },
          ),
      ),
    ).rejects.toThrow(/third/)
    const before = begun
    await delay(20)
    expect(begun).toBe(before)
    expect(begun).toBeLessThan(10)
  })
})

it.each([0, -1, 1.5, Number.NaN, 1025])('a parallelism of %d is refused', async parallelism => {
  const env = new StreamEnvironment({ parallelism })
  env.from(new NumbersSource(10, 1)).sinkTo(new CollectSink<number>())
  expect(() => env.job()).toThrow(/a parallelism of .* is not possible/)
})
