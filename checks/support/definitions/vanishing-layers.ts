/** The size of the gradient of each layer, by its name. */
export type Sizes = Readonly<Record<string, number>>

/** Returns the result of `vanishingLayers`, from its definition, as a string. */
export const listVanishing = (sizes: Sizes, line = Math.max(...Object.values(sizes)) / 1000): string =>
  list(Object.keys(sizes).filter((name) => sizes[name] === 0 || sizes[name] < line))

/** Joins names for a sentence. */
export const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none')
