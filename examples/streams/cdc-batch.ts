// Follows a topic message by message: an element has all rows of a message, its vgroup and its offset.
import { PrintSink, type StreamEnvironment } from '@tidewire/streams'
import { type ConsumerRecords, TDengineCdcSource } from '@tidewire/tdengine/stream'
import { type Meter, subscription } from './meters.ts'

export default function job(env: StreamEnvironment): void {
  const properties = { ...subscription('cdc_batch'), 'td.batch.mode': 'true' }
  env
    .from(new TDengineCdcSource<ConsumerRecords<Meter>>('topic_meters', properties), {
      uid: 'meters',
    })
    .flatMap(message => message.changes)
    .flatMap(change => (change.kind === 'insert' ? [change.row] : []))
    .map(row => `${row.tbname} ${row.voltage}`)
    .sinkTo(new PrintSink())
}
