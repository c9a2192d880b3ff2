import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { chooseEngine, type Gemm } from '#kit/engine/gemm/index.ts'
import { loops, operations, type Loops } from '#kit/engine/loops/index.ts'
import { Random, type TensorData } from '#kit/tensor/index.ts'
import { KernelQueue, startThreads } from '#kit/engine/threads/index.ts'
import { sharedGemm } from '../../../../kit/engine/gemm/shared-gemm.ts'
import { threadCount } from '../../../../kit/engine/threads/shared.ts'
import { withScratch } from '../../../../kit/engine/wasm/index.ts'
import { fillHeap } from '../../../support/heap.ts'

// Threads use the kernels of the engine of this process. The fastest engine has all that exist on this machine.
vi.hoisted(() => vi.stubEnv('CNN_ENGINE', undefined))

// More threads than most CI machines have processors, so that some of them are always late.
const THREADS = 4
let endThreads: () => Promise<void>

beforeAll(async () => {
  vi.stubEnv('CNN_THREADS', String(THREADS))
  endThreads = await startThreads()
  vi.unstubAllEnvs()
})
afterAll(() => endThreads())

/** Provides arrays in the memory of WebAssembly with the same numbers each time. */
function withArrays<Type extends TensorData>(
  type: Parameters<typeof withScratch<Type, void>>[0],
  sizes: readonly number[],
  seed: number,
  call: (arrays: Type[]) => void,
): void {
  withScratch(type, sizes, (...arrays) => {
    const random = new Random(seed)
    const numbers = Float32Array.from({ length: 1000 }, () => random.normal())
    for (const array of arrays) {
      const start = random.integer(1000)
      for (let i = 0; i < array.length; i++) array[i] = numbers[(start + i) % 1000]
    }
    call(arrays)
  })
}

/** The length of a loop that one thread finishes before others would start. */
const SHORT = 2 ** 14

/** For each shared loop: the number of arrays, how many of them it writes to, and the arguments after the count. */
const sharedLoops: Partial<Record<keyof Loops, [arrays: number, outputs: number, numbers: unknown[]]>> = {
  fill: [1, 1, [1.5]],
  relu: [2, 1, []],
  reluBackward: [3, 1, []],
  combine: [3, 1, [operations.mul]],
  combineNumber: [2, 1, [operations.sub, 0.1, true]],
  weightedSum: [3, 1, [0.25, -1.5]],
  sgd: [3, 1, [0.1]],
  sgdMomentum: [5, 2, [0.1, 0.9]],
  rmsprop: [5, 2, [0.1, 0.9, 0.1, 1e-8]],
  adam: [7, 3, [0.1, 0.9, 0.1, 0.99, 0.01, 1.5, 1e-8]],
}

test.for(Object.entries(sharedLoops))(
  'threads share %s, and every element comes out the same',
  ([name, [arrays, outputs, numbers]]) => {
    fc.assert(
      fc.property(fc.integer({ min: 2 ** 15, max: 2 ** 17 }), fc.nat(), (count, seed) => {
        // One extra element, which must not change.
        withArrays(Float32Array, Array<number>(arrays).fill(count + 1), seed, (given) => {
          const loop = loops[name as keyof Loops] as (...args: unknown[]) => void
          // Short loops are not shared.
          for (let start = 0; start < count; start += SHORT) {
            const part = given.map((array) => array.subarray(start))
            loop(...part, Math.min(SHORT, count - start), ...numbers)
          }
          const alone = given.slice(0, outputs).map((array) => array.slice())
          for (const array of given.slice(0, outputs)) array.fill(-7, 0, count)
          loop(...given, count, ...numbers)
          expect(given.slice(0, outputs).every((array, i) => same(array, alone[i]))).toBe(true)
        })
      }),
      { numRuns: 10 },
    )
  },
)

const same = (a: Float32Array, b: Float32Array): boolean => a.every((value, i) => Object.is(value, b[i]))

// Where there is no BLAS library, this tests WebAssembly twice.
test.for(['blas', 'wasm'] as const)('threads share a matrix product of the engine %s', (name) => {
  const { engine } = chooseEngine({ ...process.env, CNN_ENGINE: name })
  const multiply = sharedGemm(engine)
  const size = fc.integer({ min: 1, max: 300 })
  const product = fc.record({
    M: size,
    N: size,
    K: fc.integer({ min: 1, max: 600 }),
    ta: fc.boolean(),
    tb: fc.boolean(),
    beta: fc.constantFrom<0 | 1>(0, 1),
    double: fc.boolean(),
    seed: fc.nat(),
  })
  fc.assert(
    fc.property(product, ({ M, N, K, ta, tb, beta, double, seed }) => {
      const [gap, offset] = [3, 5]
      const [lda, ldb, ldc] = [(ta ? M : K) + gap, (tb ? K : N) + gap, N + gap]
      const sizes = [(ta ? K : M) * lda, (tb ? N : K) * ldb, M * ldc].map((count) => count + offset)
      withArrays<TensorData>(double ? Float64Array : Float32Array, sizes, seed, ([A, B, C]) => {
        const before = C.slice()
        const args = [ta, tb, M, N, K, A, offset, lda, B, offset, ldb, beta, C, offset, ldc] as const
        engine.gemm(...args)
        const alone = C.slice()
        C.set(before)
        multiply(...args)
        // WebAssembly gives each element the same sum; BLAS may compute a smaller matrix differently.
        const tolerance = engine.library === undefined ? 0 : (double ? 1e-14 : 1e-6) * (10 + K)
        const wrong = C.findIndex((value, i) => !(Math.abs(value - alone[i]) <= tolerance))
        expect(wrong).toBe(-1)
      })
    }),
    { numRuns: 100 },
  )
})

test.for([
  { M: 100, N: 500, K: 300 },
  { M: 500, N: 100, K: 300 },
])('how $M x $N numbers are divided does not depend on where the matrices lie', ({ M, N, K }) => {
  const { engine } = chooseEngine({ CNN_ENGINE: 'wasm' })
  const runAll = vi.spyOn(KernelQueue.prototype, 'runAll')
  onTestFinished(() => void vi.restoreAllMocks())
  /** Returns the rows and columns of each part, in this thread or in any other. */
  const partsOf = ([A, B, C]: TensorData[]): number[][] => {
    const parts: number[][] = []
    const gemm: Gemm = (...product) => {
      parts.push([product[2], product[3]])
      engine.gemm(...product)
    }
    runAll.mockClear()
    sharedGemm({ ...engine, gemm })(false, false, M, N, K, A, 0, K, B, 0, N, 0, C, 0, N)
    return [...parts, ...runAll.mock.calls.flatMap(([, calls]) => calls.map((call) => call.slice(2, 4)))]
  }
  withArrays<TensorData>(Float32Array, [M * K, K * N, M * N], 1, (arrays) => {
    const parts = partsOf(arrays)
    expect(parts).toHaveLength(THREADS)
    expect(runAll).toHaveBeenCalledOnce()
    expect(partsOf(arrays.map((array) => array.slice()))).toEqual(parts)
    // Now without the working memory that each thread needs.
    const emptyHeap = fillHeap()
    onTestFinished(emptyHeap)
    expect(partsOf(arrays)).toEqual(parts)
    expect(runAll).not.toHaveBeenCalled()
  })
})

test('thousands of calls in a row give the right result, even if a thread is late', () => {
  const [count, calls] = [2 ** 15, 5000]
  withArrays(Float32Array, [count, count], 1, ([out, x]) => {
    loops.fill(x, count, 0)
    for (let i = 0; i < calls; i++) {
      loops.combineNumber(out, x, count, operations.add, 1, false)
      loops.combineNumber(x, out, count, operations.mul, 1, false)
    }
    expect(x.every((value) => value === calls)).toBe(true)
  })
})

test('arrays elsewhere are worked on all the same', () => {
  for (const type of [Float32Array, Float64Array]) {
    const [out, x] = [new type(2 ** 17), new type(2 ** 17)]
    loops.fill(x, x.length, -1.5)
    loops.combineNumber(out, x, x.length, operations.mul, -2, false)
    expect(out.every((value) => value === 3)).toBe(true)
  }
})

test('a number of threads that makes no sense is a sentence, and the number of processors', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
  expect(threadCount()).toBe(THREADS)
  await endThreads()
  expect(threadCount()).toBe(1)
  vi.stubEnv('CNN_THREADS', '0x4')
  endThreads = await startThreads()
  expect(warn.mock.lastCall![0]).toMatch(
    /^CNN_THREADS must be a whole number of at least 1, not "0x4"\. Using \d+ instead\.$/,
  )
})
