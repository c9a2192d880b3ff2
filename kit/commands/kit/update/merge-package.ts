/** The content of a package.json, as far as an update merges it. */
export type Package = Record<string, unknown>

/** The settings whose entries are merged one by one. */
const BY_ENTRY = ['scripts', 'dependencies', 'devDependencies']

/** A merged package.json. */
export interface MergedPackage {
  merged: Package
  /** The entries in which the learner's own value had to give way: `scripts.train`. */
  lost: string[]
  /** Whether it asks for packages of the learner's own. */
  hasOwnPackages: boolean
}

/**
 * Merges the package.json of a newer kit with that of a learner: what the learner has changed stays, and the rest is as in
 * the newer kit. Where both have changed an entry, the kit's is taken, because its commands depend on it.
 *
 * @param mine - that of the learner
 * @param fresh - that of the newer kit
 * @param base - as it was handed out; without it, only entries that the newer kit lacks are the learner's own
 */
export function mergePackages(mine: Package, fresh: Package, base: Package | undefined): MergedPackage {
  const lost: string[] = []
  const merge = (own: Package, theirs: Package, before: Package | undefined, inside: string): Package => {
    const merged: Package = {}
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(own)])) {
      const [a, b, o] = [own[key], theirs[key], before?.[key]]
      if (inside === '' && BY_ENTRY.includes(key)) {
        merged[key] = merge(asPackage(a), asPackage(b), before && asPackage(o), `${key}.`)
        continue
      }
      const isMine = before === undefined ? b === undefined : !same(a, o)
      const isTheirs = before === undefined || !same(b, o)
      const isConflict = isMine && isTheirs && !same(a, b) && b !== undefined && a !== undefined
      const value = inside === '' && key === 'name' && a !== undefined ? a : isMine && !isConflict ? a : b
      if (isConflict && key !== 'name') lost.push(`${inside}${key}`)
      if (value !== undefined) merged[key] = value
    }
    return merged
  }
  const merged = merge(mine, fresh, base, '')
  if (base === undefined)
    for (const key of BY_ENTRY)
      for (const [name, value] of Object.entries(asPackage(mine[key])))
        if (!same(asPackage(merged[key])[name], value)) lost.push(`${key}.${name}`)
  const ofKit = [fresh, base ?? {}].flatMap((one) =>
    ['dependencies', 'devDependencies'].flatMap((key) => Object.keys(asPackage(one[key]))),
  )
  const wanted = ['dependencies', 'devDependencies'].flatMap((key) => Object.keys(asPackage(merged[key])))
  return { merged, lost, hasOwnPackages: wanted.some((name) => !ofKit.includes(name)) }
}

const asPackage = (value: unknown): Package =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Package) : {}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
