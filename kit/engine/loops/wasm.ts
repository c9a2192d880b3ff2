import { withAddresses, type Kernel, type NumberArray, type Wasm } from '../wasm/index.ts'
import type { Loops } from './loops.ts'
import { plainLoops } from './plain.ts'
import { sharedLoop } from './shared-loop.ts'

/** The number of arrays that each loop writes to. They come first. */
const OUTPUTS: Record<keyof Loops, number> = {
  fill: 1,
  relu: 1,
  reluBackward: 1,
  combine: 1,
  combineNumber: 1,
  weightedSum: 1,
  addToRows: 1,
  sumRows: 1,
  normalizeImages: 1,
  moveImage: 1,
  expand: 1,
  stack: 1,
  fold: 1,
  channelsLast: 1,
  winogradFilters: 1,
  winogradInput: 1,
  winogradOutput: 1,
  winogradGradient: 1,
  winogradFilterGradient: 1,
  maxPool: 2,
  maxPoolBackward: 1,
  pooledFilterGradient: 1,
  channelMoments: 1,
  normalizeChannels: 1,
  channelProducts: 1,
  normalizeBackward: 1,
  sgd: 1,
  sgdMomentum: 2,
  rmsprop: 2,
  adam: 3,
}

type Argument = NumberArray | number | boolean

/** Returns the loops: in WebAssembly SIMD for float32, in plain TypeScript for float64. */
export function wasmLoops(wasm: Wasm): Loops {
  const loops = Object.entries(OUTPUTS).map(([name, outputs]) => {
    const plain = plainLoops[name as keyof Loops] as (...args: Argument[]) => void
    return [name, loopWith(wasm, sharedLoop(name, wasm.kernels[name]), plain, outputs)]
  })
  return Object.fromEntries(loops)
}

function loopWith(wasm: Wasm, kernel: Kernel, plain: (...args: Argument[]) => void, outputs: number) {
  return (...args: Argument[]): void => {
    const arrays: NumberArray[] = []
    let [inPlace, allSingle] = [true, true]
    for (const arg of args) {
      if (typeof arg !== 'object') break
      if (arg.buffer !== wasm.buffer) inPlace = false
      // Sums are float64 and come first. With any other float64 array, the plain loop is used.
      if (arg instanceof Float64Array && arrays.length > 0) allSingle = false
      arrays.push(arg)
    }
    if (arrays.length === 1 && arrays[0] instanceof Float64Array) allSingle = false
    if (!allSingle) plain(...args)
    else if (inPlace) kernel(...args.map(addressOrNumber))
    else {
      const numbers = args.slice(arrays.length) as number[]
      const done = withAddresses(wasm, arrays, outputs, (addresses) => kernel(...addresses, ...numbers))
      if (!done) plain(...args)
    }
  }
}

/** Converts an argument to a kernel's argument. */
const addressOrNumber = (arg: Argument): number => (typeof arg === 'object' ? arg.byteOffset : Number(arg))
