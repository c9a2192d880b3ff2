import { withAddresses, type Kernel, type NumberArray, type Wasm } from '../wasm/index.ts'
import { kernels, type KernelDescription } from './kernels.ts'
import type { Loops } from './loops.ts'
import { plainLoops } from './plain.ts'
import { sharedLoop } from './shared-loop.ts'

type Argument = NumberArray | number | boolean

/** Returns the loops: in WebAssembly SIMD for float32, in plain TypeScript for float64. */
export function wasmLoops(wasm: Wasm): Loops {
  const loops = Object.entries<KernelDescription>(kernels).map(([name, { outputs, shared }]) => {
    const plain = plainLoops[name as keyof Loops] as (...args: Argument[]) => void
    const kernel = shared ? sharedLoop(name, wasm.kernels[name], shared.arrays) : wasm.kernels[name]
    return [name, loopWith(wasm, kernel, plain, outputs)]
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
