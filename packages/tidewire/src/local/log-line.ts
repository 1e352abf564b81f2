/** Fields that have a place of their own in a printed line. */
const placed = new Set(['level', 'time', 'connector', 'task', 'message'])

/** Text of others must not steer the terminal. */
function printable(text: string): string {
  const visible = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  return text.replace(/[^\P{Cc}\n\t]/gu, visible)
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * A JSON line of a log as people read it: time, level, connector and task, message, then the other fields. Fields of
 * several lines are put below, each line indented. Anything else stays as it is.
 */
export function logLineText(line: string): string {
  const entry = parsed(line)
  if (entry === null) return printable(line)
  const { level, time, connector, task, message } = entry
  const unit = task === undefined ? connector : `${connector}-${task}`
  const head = [
    textOf(time ?? ''),
    textOf(level ?? '')
      .toUpperCase()
      .padEnd(5),
    ...(connector === undefined ? [] : [`[${unit}]`]),
    textOf(message ?? ''),
  ]
  const below: string[] = []
  for (const [key, value] of Object.entries(entry)) {
    if (placed.has(key)) continue
    const text = textOf(value)
    if (text.includes('\n')) below.push(`\n  ${key}: ${text.replaceAll('\n', '\n  ')}`)
    else head.push(`${key}=${/\s/.test(text) ? JSON.stringify(text) : text}`)
  }
  return printable(head.join(' ') + below.join(''))
}
