/** Which names a configuration wants: `*` stands for any characters and `?` for one. */
export interface NameChoice {
  /** Empty for all. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's')
}

/** Whether a choice has a name. */
export function chooser({ include, exclude }: NameChoice): (name: string) => boolean {
  const wanted = include.map(globPattern)
  const unwanted = exclude.map(globPattern)
  return name =>
    (wanted.length === 0 || wanted.some(pattern => pattern.test(name))) &&
    !unwanted.some(pattern => pattern.test(name))
}
