import { chooseEngine, engine, engineNames, type Engine } from '#kit/engine/gemm/index.ts'

/** One way to multiply matrices on this machine. */
export interface EngineSpeed {
  name: string
  /** Billions of multiplications and additions per second. */
  float32: number
  float64: number
  inUse: boolean
}

/** How long each engine is measured with each type, approximately. */
const MILLISECONDS = 200

/** The number of rows and columns of the matrices: large enough for every engine to reach its full speed. */
const SIZE = 384

/** Measures all engines that this machine has. */
export function measureEngines(): EngineSpeed[] {
  const found = new Map<string, Engine>()
  for (const name of engineNames) {
    const candidate = chooseEngine({ ...process.env, CNN_ENGINE: name }).engine
    found.set(candidate.name, candidate)
  }
  return Array.from(found, ([name, candidate]) => ({
    name,
    float32: speed(candidate, Float32Array),
    float64: speed(candidate, Float64Array),
    inUse: name === engine.name,
  }))
}

/** Returns billions of multiplications and additions per second. The fastest run counts: others include waiting. */
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

/** A BLAS library is slow if another engine is this many times as fast. Less may be due to other work. */
const SLOW = 1.5

/**
 * Returns advice on how to get a faster engine, if there is one.
 *
 * @param speeds - the result of {@link measureEngines}
 */
export function engineAdvice(speeds: readonly EngineSpeed[]): string {
  if (engine.name.startsWith('BLAS')) {
    const own = speeds.find(({ inUse }) => inUse)!
    const fastest = speeds.reduce((one, other) => (other.float32 > one.float32 ? other : one))
    if (fastest.float32 < SLOW * own.float32) return 'This is the fastest engine. There is nothing to do.'
    const { CNN_BLAS } = process.env
    const slow = `On this machine, ${fastest.name} is faster than ${CNN_BLAS || engine.name}. `
    if (!CNN_BLAS)
      return `${slow}Close other programs and run "npm run doctor" again, or set CNN_ENGINE to wasm.`
    if (chooseEngine({}).engine.name.startsWith('BLAS'))
      return `${slow}Unset CNN_BLAS to use OpenBLAS instead.`
    return `${slow}Unset CNN_BLAS. OpenBLAS would be faster still: ${howToInstallBlas()}`
  }
  const fastest = chooseEngine({ CNN_BLAS: process.env.CNN_BLAS }).engine
  if (fastest.name.startsWith('BLAS')) {
    return `The environment variable CNN_ENGINE prevents the kit from using ${fastest.name}. Unset it to train faster.`
  }
  return `Training works. With a BLAS library it is two to three times as fast: ${howToGetBlas()}`
}

function howToGetBlas(): string {
  if (process.env.CNN_BLAS)
    return 'unset CNN_BLAS, or set it to a library that works. Then run "npm run doctor" again.'
  return howToInstallBlas()
}

function howToInstallBlas(): string {
  switch (process.platform) {
    case 'linux':
      return (
        'install OpenBLAS and run "npm run doctor" again.\n' +
        '  Debian, Ubuntu   sudo apt-get install libopenblas0-pthread\n' +
        '  Fedora           sudo dnf install openblas\n' +
        '  Arch             sudo pacman -S openblas\n' +
        '  Alpine           sudo apk add openblas'
      )
    case 'darwin':
      return 'install one with "brew install openblas". Accelerate, the one that comes with macOS, could not be used.'
    default:
      return 'unpack OpenBLAS from https://www.openblas.net and set the environment variable CNN_BLAS to the path of its library.'
  }
}
