/**
 * The order in which TDengine gives the rows of several tables that are sorted by time: a tournament of losers over the
 * tables, in which of two equal rows the later comer goes on. Rows of one table keep their order.
 */
export function mergeOrder(
  tables: readonly (readonly number[])[],
  compare: (a: number, b: number) => number,
): number[] {
  const count = tables.length
  if (count < 2) return [...(tables[0] ?? [])]
  const next = new Array<number>(count).fill(0)
  const rowOf = (table: number): number | undefined => tables[table]?.[next[table] ?? 0]
  // Nodes 1 to count-1 hold losers, node 0 the winner, the leaves follow; -1 is a node that nobody has come to yet.
  const nodes = [...new Array<number>(count).fill(-1), ...tables.keys()]
  const compareTables = (a: number, b: number): number => {
    const [left, right] = [rowOf(a), rowOf(b)]
    if (left === undefined) return 1
    return right === undefined ? -1 : compare(left, right)
  }
  const play = (leaf: number): void => {
    let challenger = nodes[leaf] ?? -1
    for (let parent = leaf >> 1; parent > 0; parent >>= 1) {
      const holder = nodes[parent] ?? -1
      if (holder === -1) {
        nodes[parent] = challenger
        return
      }
      if (compareTables(holder, challenger) < 0) {
        nodes[parent] = challenger
        challenger = holder
      }
    }
    if (challenger !== nodes[1]) nodes[0] = challenger
  }
  for (let leaf = 2 * count - 1; leaf >= count; leaf -= 1) play(leaf)
  const order: number[] = []
  for (;;) {
    const winner = nodes[0] ?? -1
    const row = rowOf(winner)
    if (row === undefined) return order
    order.push(row)
    next[winner] = (next[winner] ?? 0) + 1
    play(count + winner)
  }
}
