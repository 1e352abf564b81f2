// Follows a topic: rows as they are written. Offsets are committed with each checkpoint.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { TDengineCdcSource } from '@tidewire/tdengine/stream'
import { type Meter, subscription } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  env
    .from(new TDengineCdcSource<Meter>('topic_meters', subscription('cdc')), { uid: 'meters' })
    .map(row => `${row.tbname} ${row.voltage}`)
    .sinkTo(new PrintSink())
}
