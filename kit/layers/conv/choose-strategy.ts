import { rowProducts } from './rows.ts'
import type { ConvInputs, ConvStrategy } from './strategy.ts'
import { winograd } from './winograd.ts'

/** From the most particular one to the one that can do everything. */
const strategies = [winograd, rowProducts]

/** The fastest way to compute a convolution and its gradients. */
export const strategyFor = (inputs: ConvInputs): ConvStrategy =>
  strategies.find((strategy) => strategy.suits(inputs))!
