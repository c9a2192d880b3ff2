import { hints as fullyConnected } from './1-fully-connected.ts'
import { hints as normalization } from './2-normalization.ts'
import { hints as dropout } from './3-dropout.ts'
import { hints as convolution } from './4-convolution.ts'
import { hints as training } from './5-training.ts'
import { hints as cifar10 } from './6-cifar10.ts'
import type { Hints } from './hints.ts'

export type { Hints } from './hints.ts'

/** The hints of every TODO, by its number. */
export const hints: Readonly<Record<string, Hints>> = {
  ...fullyConnected,
  ...normalization,
  ...dropout,
  ...convolution,
  ...training,
  ...cifar10,
}
