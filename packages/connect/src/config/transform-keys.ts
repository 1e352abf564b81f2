import { type Props, splitList } from '@tidewire/core'
import { definitionView, type ValidationView } from './definition-view.ts'

/** Checks of `transforms` and `predicates`: each alias needs a `type` that names an installed class. */
export function transformChecks(given: Props): {
  readonly entries: ValidationView['configs'][number][]
  readonly groups: string[]
} {
  const entries: ValidationView['configs'][number][] = []
  const groups: string[] = []
  const check = (list: string, group: string, kind: string) => {
    for (const alias of new Set(splitList(given[list] ?? ''))) {
      const name = `${list}.${alias}.type`
      const value = given[name]
      const title = `${group}: ${alias}`
      groups.push(title)
      entries.push({
        definition: definitionView(name, {
          type: 'class',
          importance: 'high',
          doc: `Class of the ${kind.toLowerCase()} ${alias}.`,
          group: title,
          order: 0,
          width: 'long',
          displayName: `${kind} type for ${alias}`,
        }),
        value: {
          name,
          value: null,
          recommended_values: [],
          errors: [
            value === undefined
              ? `Missing required configuration "${name}" which has no default value.`
              : `Invalid value ${value} for configuration ${name}: Class ${value} could not be found.`,
          ],
          visible: true,
        },
      })
    }
  }
  check('transforms', 'Transforms', 'Transformation')
  check('predicates', 'Predicates', 'Predicate')
  return { entries, groups }
}
