import { errorCode, ProtocolError } from '../protocol/error-code.ts'

/** Throws `ProtocolError` 17 when the name is none that Kafka allows. */
export function checkTopicName(name: string): void {
  const bad = (reason: string) => new ProtocolError(errorCode.invalidTopic, reason)
  if (name === '') throw bad('Topic name is invalid: the empty string is not allowed')
  if (name === '.' || name === '..') throw bad(`Topic name is invalid: '${name}' is not allowed`)
  if (name.length > 249) {
    throw bad(
      `Topic name is invalid: the length of '${name}' is longer than the max allowed length 249`,
    )
  }
  if (!/^[A-Za-z0-9._-]+$/.test(name)) {
    throw bad(
      `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`,
    )
  }
}

/** Names that differ only in these characters would be one in metrics: Kafka does not allow both. */
export function metricName(name: string): string {
  return name.replaceAll('.', '_')
}
