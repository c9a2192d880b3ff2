import type { Loops } from './loops.ts'

/** What the callers of a loop's WebAssembly kernel have to know about it. */
export interface KernelDescription {
  /** The number of arrays that it writes to. They come first. */
  outputs: number
  /**
   * For a kernel that processes all of its arrays in parallel, element by element: how many arrays there are. Their
   * length is the argument after them. Threads can share such a loop.
   */
  shared?: { arrays: number }
}

/** The kernels of all loops. */
export const kernels: Readonly<Record<keyof Loops, KernelDescription>> = {
  fill: { outputs: 1, shared: { arrays: 1 } },
  relu: { outputs: 1, shared: { arrays: 2 } },
  reluBackward: { outputs: 1, shared: { arrays: 3 } },
  combine: { outputs: 1, shared: { arrays: 3 } },
  combineNumber: { outputs: 1, shared: { arrays: 2 } },
  weightedSum: { outputs: 1, shared: { arrays: 3 } },
  addToRows: { outputs: 1 },
  sumRows: { outputs: 1 },
  normalizeImages: { outputs: 1 },
  moveImage: { outputs: 1 },
  expand: { outputs: 1 },
  stack: { outputs: 1 },
  fold: { outputs: 1 },
  channelsLast: { outputs: 1 },
  channelsFirst: { outputs: 1 },
  winogradFilters: { outputs: 1 },
  winogradInput: { outputs: 1 },
  winogradOutput: { outputs: 1 },
  winogradGradient: { outputs: 1 },
  winogradInputGradient: { outputs: 1 },
  winogradFilterGradient: { outputs: 1 },
  maxPool: { outputs: 2 },
  maxPoolBackward: { outputs: 1 },
  pooledFilterGradient: { outputs: 1 },
  channelMoments: { outputs: 1 },
  normalizeChannels: { outputs: 1 },
  channelProducts: { outputs: 1 },
  normalizeBackward: { outputs: 1 },
  sgd: { outputs: 1, shared: { arrays: 3 } },
  sgdMomentum: { outputs: 2, shared: { arrays: 5 } },
  rmsprop: { outputs: 2, shared: { arrays: 5 } },
  adam: { outputs: 3, shared: { arrays: 7 } },
}
