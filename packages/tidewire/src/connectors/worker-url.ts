/** Where the worker is: `--url`, else TIDEWIRE_CONNECT_URL, else the running local environment, else port 8083. */
export async function workerUrl(given: string | undefined): Promise<string> {
  const named = given ?? process.env.TIDEWIRE_CONNECT_URL
  if (named !== undefined && named !== '')
    return /^https?:\/\//.test(named) ? named : `http://${named}`
  const { localAddress } = await import('../local/state-file.ts')
  return `http://${(await localAddress('connect')) ?? 'localhost:8083'}`
}
