/** Waits for work, but not longer than `ms` milliseconds; tells whether it finished. Failures count as finished. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), ms)
  const done = work.then(
    () => true as const,
    () => true as const,
  )
  const finished = await Promise.race([done, late.promise])
  clearTimeout(timer)
  return finished
}
