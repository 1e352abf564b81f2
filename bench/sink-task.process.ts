// The TDengine sink task alone, fed from memory: sink-task.process.ts PORT ROWS SINK_PROPS_AS_JSON
import { tdengineSinkPlugin } from '@tidewire/tdengine'
import { feedTask, recordBatches } from './fed-task.ts'
import { type Format, meterRecord } from './meter-lines.ts'

const [port, rowsText, props = '{}'] = process.argv.slice(2)
const format: Format = JSON.parse(props)['db.schemaless'] ?? 'line'
/** Records in a batch of Kafka: about 1 MiB, as a producer with default settings under load would make. */
const recordsPerBatch = 9000

const measured = await feedTask(
  tdengineSinkPlugin,
  {
    'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}`,
    'connection.database': 'power',
    'db.schemaless': 'line',
    ...JSON.parse(props),
  },
  recordBatches(Number(rowsText), recordsPerBatch, n => meterRecord(format, n)),
)
console.log(`task ${JSON.stringify(measured)}`)
