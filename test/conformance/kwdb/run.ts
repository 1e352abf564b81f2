import { KwdbDevServer } from '@tidewire/local/kwdb'
import { recorded } from './recording.ts'
import { runTimes, runValues } from './values.ts'
import { type Result, runVerdicts } from './verdicts.ts'

/** Everything that was measured of the KWDB development server. */
export interface KwdbConformance {
  readonly verdicts: readonly Result[]
  readonly times: readonly Result[]
  readonly values: readonly Result[]
}

/** Replays all recordings against a development server of its own. */
export async function measureKwdb(): Promise<KwdbConformance> {
  await using server = await KwdbDevServer.start()
  const target = { host: server.host, port: server.port }
  return {
    verdicts: await runVerdicts(target, recorded.verdicts()),
    times: await runTimes(target, recorded.times()),
    values: await runValues(target, recorded.values()),
  }
}
