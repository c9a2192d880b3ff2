import './require-node.ts'
import { availableParallelism } from 'node:os'
import { styleText } from 'node:util'
import { chooseEngine, engine, engineNames, type Engine } from '#kit/gemm/index.ts'
import { wasm } from '#kit/wasm/index.ts'
import { program } from 'commander'

program
  .name('npm run doctor')
  .description('Say which engine multiplies matrices here, how fast it is, and how to get the fastest one.')
  .parse()

/** Each engine is measured for about this long with each type. */
const MILLISECONDS = 200

/** Rows and columns of the matrices: large enough for every engine to show what it can do. */
const SIZE = 384

// What CNN_ENGINE or CNN_BLAS asked for in vain has been said when the engine was chosen.
console.log(
  `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${availableParallelism()} processors`,
)
console.log()
console.log('Matrix products, in billions of operations a second:')

const found = new Map<string, Engine>()
for (const name of engineNames) {
  const candidate = chooseEngine({ ...process.env, CNN_ENGINE: name }).engine
  found.set(candidate.name, candidate)
}
const width = Math.max(...Array.from(found.keys(), (name) => name.length))
for (const [name, candidate] of found) {
  const [single, double] = [Float32Array, Float64Array].map((type) =>
    speed(candidate, type).toFixed(1).padStart(7),
  )
  const line = `  ${name.padEnd(width)} ${single} in float32 ${double} in float64`
  console.log(name === engine.name ? `${line}   ${styleText('green', '<- in use')}` : line)
}
console.log()
console.log(`Loops over elements: ${wasm ? 'WebAssembly SIMD' : 'plain TypeScript'}`)

console.log()
console.log(advice())

/** Billions of multiplications and additions a second; the fastest of all runs counts, since others only wait. */
function speed({ gemm }: Engine, type: Float32ArrayConstructor | Float64ArrayConstructor): number {
  const [A, B, C] = [1, 2, 3].map(() => new type(SIZE * SIZE).fill(0.5))
  let fastest = Infinity
  for (const start = performance.now(); performance.now() - start < MILLISECONDS;) {
    const before = performance.now()
    gemm(false, false, SIZE, SIZE, SIZE, A, 0, SIZE, B, 0, SIZE, 0, C, 0, SIZE)
    fastest = Math.min(fastest, performance.now() - before)
  }
  return (2 * SIZE ** 3) / fastest / 1e6
}

function advice(): string {
  if (engine.name.startsWith('BLAS')) return 'This is the fastest engine: nothing to do.'
  const fastest = chooseEngine({ CNN_BLAS: process.env.CNN_BLAS }).engine
  if (fastest.name.startsWith('BLAS')) {
    return `The variable CNN_ENGINE keeps ${fastest.name} from being used: unset it to train faster.`
  }
  return `Everything works. Training is two to three times as fast with a BLAS library: ${howToGetBlas()}`
}

function howToGetBlas(): string {
  if (process.env.CNN_BLAS)
    return 'unset CNN_BLAS, or set it to a library that works, and run npm run doctor again.'
  switch (process.platform) {
    case 'linux':
      return (
        'install OpenBLAS, and run npm run doctor again.\n' +
        '  Debian, Ubuntu   sudo apt-get install libopenblas0-pthread\n' +
        '  Fedora           sudo dnf install openblas\n' +
        '  Arch             sudo pacman -S openblas\n' +
        '  Alpine           sudo apk add openblas'
      )
    case 'darwin':
      return 'the system\'s own, Accelerate, could not be used; "brew install openblas" brings another one.'
    default:
      return 'unpack OpenBLAS from https://www.openblas.net and set the variable CNN_BLAS to the path of its library.'
  }
}
