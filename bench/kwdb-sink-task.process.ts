// The KWDB sink task alone, fed from memory: kwdb-sink-task.process.ts PORT RECORDS FORMAT SINK_PROPS_AS_JSON
import { kwdbSinkPlugin } from '@tidewire/kwdb'
import { feedTask, recordBatches } from './fed-task.ts'
import { type KwdbFormat, kwdbRecord, rowsPerRecord } from './kwdb-records.ts'

const [port, recordsText, formatText = 'json_kaiwudb', props = '{}'] = process.argv.slice(2)
const records = Number(recordsText)
const format = formatText as KwdbFormat
const recordsPerBatch = format === 'json_kaiwudb' ? 80 : 9000

const measured = await feedTask(
  kwdbSinkPlugin,
  {
    'connection.url': `jdbc:kaiwudb://127.0.0.1:${port}`,
    'connection.user': 'root',
    'connection.database': 'power',
    'protocol.type': format,
    ...JSON.parse(props),
  },
  recordBatches(records, recordsPerBatch, n => kwdbRecord(format, n)),
)
console.log(`task ${JSON.stringify({ ...measured, rows: records * rowsPerRecord[format] })}`)
