// Produces the records of the load, without key and compression:
// load.process.ts BOOTSTRAP TOPIC ROWS PARTITIONS [FORMAT]
import { openKafka } from '@tidewire/kafka'
import { type Format, meterRecord } from './meter-lines.ts'

const [servers = '', topic = '', rowsText, partitionsText, format = 'line'] = process.argv.slice(2)
const rows = Number(rowsText)
const partitions = Number(partitionsText)

await using kafka = await openKafka({ 'bootstrap.servers': servers }, { clientId: 'load' })
await kafka.admin.createTopics([{ name: topic, partitions, replicationFactor: 1 }])
await using producer = kafka.producer({})
let bytes = 0
for (let from = 0; from < rows; from += 5000) {
  const records = []
  for (let i = from; i < Math.min(rows, from + 5000); i += 1) {
    const value = Buffer.from(meterRecord(format as Format, i))
    bytes += value.length
    records.push({ topic, partition: Math.floor(i / 100) % partitions, key: null, value })
  }
  await producer.send(records)
}
console.log(`loaded ${bytes}`)
