import type { Json } from './rest.ts'

/** JSON for people: two blanks of indentation. */
export function pretty(value: Json): string {
  return JSON.stringify(value, null, 2)
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field of an object, or null. */
export function field(value: Json, name: string): Json {
  return isObject(value) ? (value[name] ?? null) : null
}

/** Elements of an array; nothing when it is none. */
export function items(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** Entries of an object; nothing when it is none. */
export function entries(value: Json): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : []
}

/** A connector as `load` prints it: keys in order, `name` after the others, as the Confluent command shows it. */
export function connectorText(connector: Json): string {
  const config = entries(field(connector, 'config')).toSorted(([a], [b]) => {
    if (a === 'name' || b === 'name') return a === b ? 0 : a === 'name' ? 1 : -1
    return a < b ? -1 : 1
  })
  return pretty({
    name: field(connector, 'name'),
    config: Object.fromEntries(config),
    tasks: field(connector, 'tasks'),
    type: field(connector, 'type'),
  })
}

/** Lines of columns, each as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length)
    })
  }
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** One line per connector: name, type, state, and its tasks by state. */
export function statusTable(statuses: readonly Json[]): string {
  const rows = statuses.map(status => {
    const counts = new Map<string, number>()
    for (const task of items(field(status, 'tasks'))) {
      const state = String(field(task, 'state'))
      counts.set(state, (counts.get(state) ?? 0) + 1)
    }
    const tasks = [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
    return [
      String(field(status, 'name')),
      String(field(status, 'type')),
      String(field(field(status, 'connector'), 'state')),
      tasks === '' ? '-' : tasks,
    ]
  })
  return columns([['NAME', 'TYPE', 'STATE', 'TASKS'], ...rows])
}

function trace(status: Json, indent: string): string[] {
  const text = field(status, 'trace')
  return typeof text === 'string' ? text.split('\n').map(line => indent + line) : []
}

/** Everything about one connector: its state, each task, the errors, and what to do when they are repaired. */
export function statusDetail(status: Json): string {
  const connector = field(status, 'connector')
  const lines = [
    `${field(status, 'name')} (${field(status, 'type')}): ${field(connector, 'state')} on ${field(connector, 'worker_id')}`,
    ...trace(connector, '    '),
  ]
  for (const task of items(field(status, 'tasks'))) {
    lines.push(
      `  task ${field(task, 'id')}: ${field(task, 'state')} on ${field(task, 'worker_id')}`,
    )
    lines.push(...trace(task, '    '))
  }
  const tasks = items(field(status, 'tasks'))
  if (tasks.length === 0 && field(connector, 'state') === 'RUNNING') {
    lines.push('  no tasks yet: the log of the worker says what the connector waits for')
  }
  const parts = [connector, ...tasks]
  if (parts.some(part => field(part, 'state') === 'FAILED')) {
    lines.push(`  when the cause is gone: tidewire connector restart ${field(status, 'name')}`)
  }
  return lines.join('\n')
}
