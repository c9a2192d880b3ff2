import { availableParallelism } from 'node:os'
import type { Model, UpdateRule } from '#kit/solver/index.ts'
import { defaultSettings, type RecipeSettings, type Settings } from './settings.ts'

/** The settings that a network is built with. */
export interface Build extends Settings {
  /** The number of values in an example, if it is not an image of 3 x 32 x 32. */
  inputDim?: number
}

/** A network that `npm run train` can train: how to build it, and settings that work. */
export interface Recipe {
  /** The layers, in one line. */
  description: string
  /** The test accuracy reported elsewhere, with its source: `77 % (the report)`. */
  reported?: string
  /** The test accuracy that these settings reach on CIFAR-10: `81.2 %`. */
  reached?: string
  settings: RecipeSettings
  /** Named alternative settings for `--variant NAME`. Settings missing here are as in `settings`. */
  variants?: Readonly<Record<string, Partial<Settings>>>
  /** The number of hidden layers, if it is fixed. */
  hiddenLayers?: number
  /** Whether its input must be images. */
  convolutional?: boolean
  /** The update rules to choose from, by default those of optimizers.ts. */
  updateRules?: Readonly<Record<string, UpdateRule>>
  /** Builds the network. It may load the network's module only now, so that recipes can be listed without it. */
  build(settings: Build): Model | Promise<Model>
}

/** With more workers, each share of a batch of about a hundred images is not worth a thread. */
const MOST_WORKERS_BY_DEFAULT = 8

/**
 * Returns the default settings of a recipe. A convolutional network gets a worker per processor. The steps of other
 * networks are so short that synchronizing workers would take longer than it saves.
 */
export function settingsOfRecipe({ settings, convolutional }: Recipe): Settings {
  const workers = convolutional ? Math.min(availableParallelism(), MOST_WORKERS_BY_DEFAULT) : 1
  return { ...defaultSettings, workers, ...settings }
}
