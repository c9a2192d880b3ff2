import { mutant, type Mutant } from '../mutant.ts'

/** Mistakes in the first parameters of `FullyConnectedNet`. */
export const mutants: readonly Mutant[] = [
  mutant('1.14', 'one layer too few', 'i <= this.numLayers', 'i < this.numLayers', /params should hold/),
  mutant('1.14', 'counted from 0', '`W${i}`', '`W${i - 1}`', /params should hold/),
  mutant('1.14', 'ignored weightScale', 'scale: weightScale, ', '', /not multiplied by weightScale/),
  mutant('1.14', 'same generator for every layer', '{ random,', '{ random: new Random(seed),', /same number/),
  mutant(
    '1.14',
    'biases are ones',
    'zeros([dims[i]], dtype)',
    'T.ones([dims[i]], dtype)',
    /should start with zeros/,
  ),
  mutant(
    '1.14',
    'weightScale as the variance',
    'scale: weightScale',
    'scale: Math.sqrt(weightScale)',
    /taken to be the variance/,
  ),
  mutant(
    '1.14',
    'He instead of weightScale',
    'scale: weightScale',
    'scale: Math.sqrt(2 / dims[i - 1])',
    /fan in/,
  ),
  mutant('1.14', 'ignored the seed', '{ random,', '{ random: new Random(i),', /same for seeds/),
  mutant('1.14', 'transposed weights', '[dims[i - 1], dims[i]]', '[dims[i], dims[i - 1]]', /transposed/),
  mutant(
    '1.14',
    'dtype forgotten',
    'zeros([dims[i]], dtype)',
    'zeros([dims[i]])',
    /float64, but float32|float32, but float64/,
  ),
  mutant(
    '1.14',
    'all hidden layers as wide as the first',
    '[dims[i - 1], dims[i]]',
    '[dims[i - 1], dims[Math.min(i, 1)]]',
    /params\.W\d has shape/,
  ),
  mutant(
    '1.14',
    'biases as long as the input',
    'zeros([dims[i]], dtype)',
    'zeros([dims[i - 1]], dtype)',
    /params\.b\d has shape/,
  ),
  mutant(
    '1.14',
    'random biases',
    'zeros([dims[i]], dtype)',
    'randn([dims[i]], { random, dtype })',
    /should start with zeros/,
  ),
  mutant(
    '1.14',
    'one set of weights for all networks',
    'this.params[`W${i}`] = randn',
    'this.params[`W${i}`] = ((globalThis as any).all ??= {})[`${i} ${dims} ${dtype} ${seed}`] ??= randn',
    /share one W/,
  ),
  mutant('1.14', 'weights of zero', 'scale: weightScale', 'scale: 0', /All its elements are the same/),
]
