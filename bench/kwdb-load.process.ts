// Produces the records of the load for KWDB: kwdb-load.process.ts BOOTSTRAP TOPIC RECORDS PARTITIONS FORMAT
import { openKafka } from '@tidewire/kafka'
import { type KwdbFormat, kwdbRecord } from './kwdb-records.ts'

const [servers = '', topic = '', recordsText, partitionsText, format] = process.argv.slice(2)
const count = Number(recordsText)
const partitions = Number(partitionsText)
const perRequest = format === 'json_kaiwudb' ? 80 : 5000

await using kafka = await openKafka({ 'bootstrap.servers': servers }, { clientId: 'load' })
await kafka.admin.createTopics([{ name: topic, partitions, replicationFactor: 1 }])
await using producer = kafka.producer({})
let bytes = 0
for (let from = 0; from < count; from += perRequest) {
  const records = []
  for (let n = from; n < Math.min(count, from + perRequest); n += 1) {
    const value = Buffer.from(kwdbRecord(format as KwdbFormat, n))
    bytes += value.length
    records.push({ topic, partition: n % partitions, key: null, value })
  }
  await producer.send(records)
}
console.log(`loaded ${bytes}`)
