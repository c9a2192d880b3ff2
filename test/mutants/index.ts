import type { Mutant } from './mutant.ts'
import { mutants as layers } from './1-fully-connected/layers.ts'
import { mutants as losses } from './1-fully-connected/losses.ts'
import { mutants as optimizers } from './1-fully-connected/optimizers.ts'
import { mutants as twoLayerNet } from './1-fully-connected/two-layer-net.ts'
import { mutants as fullyConnectedNet } from './1-fully-connected/fully-connected-net.ts'

/** Every mistake that the checks must catch, file by file. */
export const mutants: readonly Mutant[] = [
  ...layers,
  ...losses,
  ...optimizers,
  ...twoLayerNet,
  ...fullyConnectedNet,
]
