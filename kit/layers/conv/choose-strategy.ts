import { rowProducts } from './rows.ts'
import type { ConvInputs, ConvStrategy } from './strategy.ts'
import { winograd } from './winograd.ts'

/** The strategies, from the most specialized to the one that handles every convolution. */
const strategies = [winograd, rowProducts]

/** Returns the fastest strategy for a convolution and its gradients. */
export const strategyFor = (inputs: ConvInputs): ConvStrategy =>
  strategies.find((strategy) => strategy.suits(inputs))!
