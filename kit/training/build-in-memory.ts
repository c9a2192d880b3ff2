import { freeMemory, gigabytes } from '#kit/system/memory.ts'
import type { Model } from '#kit/solver/index.ts'
import { limitTensors, TooLargeError } from '#kit/tensor/largest-tensor.ts'
import type { Build, Recipe } from './recipe.ts'
import { UserError } from '#kit/system/user-error.ts'

/** How many tensors of a parameter's shape each update rule keeps. Rules not listed may keep none. */
const KEPT: ReadonlyMap<string, number> = new Map([
  ['sgdMomentum', 1],
  ['nesterovMomentum', 1],
  ['muon', 1],
  ['rmsprop', 1],
  ['adam', 2],
])

/**
 * Builds the network of a recipe, if there is enough memory to train it. Otherwise the system might end the process
 * during training without a message.
 *
 * @throws UserError when the network is too large; the message says how large
 */
export async function buildInMemory(recipe: Recipe, build: Build): Promise<Model> {
  const kept = KEPT.get(build.updateRule) ?? 0
  const free = freeMemory()
  const require = (needed: number) => {
    if (needed <= free) return
    const smaller =
      build.hidden === undefined ? 'Make its layers smaller' : 'Make its layers smaller with --hidden'
    throw new UserError(
      'memory',
      `The network is too large for the memory. Training needs at least ${gigabytes(needed)}, and ` +
        `${gigabytes(free)} are free. ${smaller}.`,
    )
  }
  // The values, the best so far, the gradients and the update rule's state; plus the results of one update.
  const neededFor = (all: number, largest: number) => (3 + kept) * all + (1 + kept) * largest
  try {
    const model = await limitTensors(free / neededFor(1, 1), () => recipe.build(build))
    const sizes = Object.values(model.params).map(({ data }) => data.byteLength)
    const all = sizes.reduce((sum, size) => sum + size, 0)
    require(neededFor(all, Math.max(...sizes)))
    return model
  } catch (error) {
    if (error instanceof TooLargeError) require(neededFor(error.bytes, error.bytes))
    throw error
  }
}
