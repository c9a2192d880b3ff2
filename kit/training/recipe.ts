import { availableParallelism } from 'node:os'
import type { Model, UpdateRule } from '#kit/solver/index.ts'
import { defaultSettings, type RecipeSettings, type Settings } from './settings.ts'

/** What a network is built for. */
export interface Build extends Settings {
  /** Numbers in an example, if it is not an image of 3 x 32 x 32. */
  inputDim?: number
}

/** A network that `npm run train` knows: how to build it, and settings that work. */
export interface Recipe {
  /** The layers, in a line. */
  description: string
  /** The test accuracy that somebody else reports, and who: `77 % (the report)`. */
  reported?: string
  /** The test accuracy that these settings reach on CIFAR-10: `81.2 %`. */
  reached?: string
  settings: RecipeSettings
  /** Other settings that are worth a name, for `--variant NAME`: what is not in them is as in `settings`. */
  variants?: Readonly<Record<string, Partial<Settings>>>
  /** How many hidden layers it has, where that cannot be chosen. */
  hiddenLayers?: number
  /** Whether it can look at nothing but images. */
  convolutional?: boolean
  /** The update rules to choose from; those of optimizers.ts by default. */
  updateRules?: Readonly<Record<string, UpdateRule>>
  /** May load the network only now, so that the recipes can be listed without it. */
  build(settings: Build): Model | Promise<Model>
}

/** The shares of a batch of about a hundred images should not be too small to be worth a thread. */
const MOST_WORKERS_BY_DEFAULT = 8

/**
 * The settings that a recipe is trained with if nothing else is asked for. A convolutional network gets a worker for
 * each processor; the steps of the others are so short that waiting for each other would take longer than it saves.
 */
export function settingsOfRecipe({ settings, convolutional }: Recipe): Settings {
  const workers = convolutional ? Math.min(availableParallelism(), MOST_WORKERS_BY_DEFAULT) : 1
  return { ...defaultSettings, workers, ...settings }
}
