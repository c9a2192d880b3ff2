import type { Batch, Model } from '#kit/solver/index.ts'

/**
 * Returns whether all batch normalizations of a network call `sumOverWorkers`, as the kit's do. With several workers,
 * they then normalize with the statistics of the whole batch. Returns true for a network without batch normalization.
 *
 * @param model - takes a step in train mode; its running averages must not be used afterwards
 */
export function normalizesTogether(model: Model, { x, labels }: Batch): boolean {
  const norms = model.batchnormParams ?? []
  if (norms.length === 0) return true
  let sums = 0
  for (const norm of norms) Object.assign(norm, { sumOverWorkers: () => sums++ })
  model.loss(x, labels)
  // A network may have settings for normalizations that it does not use.
  const used = norms.filter(({ runningMean }) => runningMean !== undefined).length
  return sums >= 2 * used
}
