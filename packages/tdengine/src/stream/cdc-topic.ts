import type { TimeUnit } from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import { raise } from '../errors.ts'

/** Vgroups and precision of a topic's database. Throws `TDENGINE_STREAM_TOPIC` without such a topic. */
export async function describeTopic(
  client: TDengineClient,
  topic: string,
  signal: AbortSignal,
): Promise<{ readonly vgroups: number; readonly unit: TimeUnit }> {
  const { rows } = await client.query(
    `select db_name from information_schema.ins_topics where topic_name = ${textLiteral(topic)}`,
    signal,
  )
  const database = rows[0]?.[0]
  if (typeof database !== 'string') {
    throw raise('TDENGINE_STREAM_TOPIC', { reason: `TDengine has no topic ${topic}` })
  }
  const found = await client.query(
    `select \`vgroups\`, \`precision\` from information_schema.ins_databases where name = ${textLiteral(database)}`,
    signal,
  )
  const [vgroups, precision] = found.rows[0] ?? []
  const unit = precision === 'us' || precision === 'ns' ? precision : 'ms'
  return { vgroups: Math.max(1, Number(vgroups ?? 1)), unit }
}
