import { mutant, type Mutant } from '../mutant.ts'

/** Mistakes in `fully-connected-net.ts`. */
export const mutants: readonly Mutant[] = [
  mutant('1.14', 'one layer too few', 'i <= this.numLayers', 'i < this.numLayers', /params should hold/),
  mutant('1.14', 'counted from 0', '`W${i}`', '`W${i - 1}`', /params should hold/),
  mutant('1.14', 'ignored weightScale', 'scale: weightScale, ', '', /standard deviation/),
  mutant('1.14', 'same generator for every layer', '{ random,', '{ random: new Random(seed),', /same number/),
  mutant('1.14', 'biases are ones', 'zeros([dims[i]], dtype)', 'T.ones([dims[i]], dtype)', /b1/),
]
