import { type ConfigDef, type ConfigKey, defaultText } from '@tidewire/core'

/** A configuration key as Kafka Connect's REST shows it (`ConfigKeyInfo`). */
export interface DefinitionView {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly default_value: string | null
  readonly importance: string
  readonly documentation: string
  readonly group: string | null
  readonly width: string
  readonly display_name: string
  readonly dependents: readonly string[]
  readonly order: number
}

/** A validated value as Kafka Connect's REST shows it (`ConfigValueInfo`). */
export interface ValueView {
  readonly name: string
  readonly value: string | null
  readonly recommended_values: readonly string[]
  readonly errors: readonly string[]
  readonly visible: boolean
}

/** The answer of a validation (`ConfigInfos`). */
export interface ValidationView {
  readonly name: string
  readonly error_count: number
  readonly groups: readonly string[]
  readonly configs: readonly {
    readonly definition: DefinitionView | null
    readonly value: ValueView
  }[]
}

/** One declared key; `prefix` is put before the names, as for converter keys. */
export function definitionView(name: string, key: ConfigKey, prefix = ''): DefinitionView {
  return {
    name: prefix + name,
    type: key.type.toUpperCase(),
    required: key.default === undefined,
    default_value: key.type === 'password' && key.default ? '[hidden]' : defaultText(key),
    importance: key.importance.toUpperCase(),
    documentation: key.doc,
    group: key.group ?? null,
    width: (key.width ?? 'none').toUpperCase(),
    display_name: key.displayName ?? name,
    dependents: (key.dependents ?? []).map(dependent => prefix + dependent),
    order: key.order ?? -1,
  }
}

/** All keys of a declared configuration that users may see. */
export function definitionViews(def: ConfigDef): DefinitionView[] {
  return Object.entries(def.keys)
    .filter(([, key]) => key.internal !== true)
    .map(([name, key]) => definitionView(name, key))
}

/** The groups of a declared configuration, in order of first use. */
export function groupsOf(def: ConfigDef): string[] {
  const groups = Object.values(def.keys).flatMap(key =>
    key.group === undefined ? [] : [key.group],
  )
  return [...new Set(groups)]
}
