import type { Action } from './socket.ts'

/** The actions that an older endpoint kept, by name; its reply to `conn` has no version. */
export function olderActions(
  all: ReadonlyMap<string, Action>,
  kept: readonly string[],
): Map<string, Action> {
  const actions = new Map<string, Action>()
  for (const name of kept) {
    const action = all.get(name)
    if (action !== undefined) actions.set(name, action)
  }
  const connect = all.get('conn')
  if (connect !== undefined) {
    actions.set('conn', {
      ...connect,
      run: async args => {
        await connect.run(args)
        return {}
      },
    })
  }
  return actions
}
