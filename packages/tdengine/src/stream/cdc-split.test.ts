import { expect, it } from 'vitest'
import { mergedPositions, splitsFor } from './cdc-split.ts'

it('splits of any parallelism become splits of another one, each with all that was read', () => {
  const positions = mergedPositions([
    {
      id: 't-0',
      unit: 'ms',
      vgroups: 3,
      positions: new Map([
        [2, 10n],
        [3, 5n],
      ]),
    },
    { id: 't-1', unit: 'ms', vgroups: 3, positions: new Map([[3, 7n]]) },
    { id: 't-2', unit: 'ms', vgroups: 3, positions: new Map() },
  ])
  // Vgroup 3 moved from one consumer to the other: everything below the higher offset was read.
  expect([...positions]).toEqual([
    [2, 10n],
    [3, 7n],
  ])
  expect(splitsFor({ name: 't', unit: 'ms', vgroups: 3 }, 2, positions)).toEqual([
    { id: 't-0', unit: 'ms', vgroups: 3, positions },
    { id: 't-1', unit: 'ms', vgroups: 3, positions },
  ])
})
