import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseEngine, plainEngine, type EngineOptions } from '#kit/engine/gemm/index.ts'
import { Random, randn, type DType } from '#kit/tensor/index.ts'
import { temporaryFolder } from '../../../support/folders.ts'

const size = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most })

/** Any multiplication: sizes around the tiles and larger than a block, gaps between rows, offsets, both types. */
const multiplication = fc.record({
  M: fc.oneof(size(13), size(300)),
  N: fc.oneof(size(17), size(60)),
  K: fc.oneof(size(10), size(600)),
  ta: fc.boolean(),
  tb: fc.boolean(),
  beta: fc.constantFrom(0 as const, 1 as const),
  gaps: fc.tuple(size(3), size(3), size(3)),
  offsets: fc.tuple(size(5), size(5), size(5)),
  dtype: fc.constantFrom<DType>('float32', 'float64'),
  seed: fc.nat(),
})

/** Returns the engine for these wishes without reporting what is missing. */
const engineFor = (wishes: EngineOptions) => chooseEngine(wishes).engine

test('WebAssembly is there on every platform', () => {
  expect(engineFor({ CNN_ENGINE: 'wasm' }).name).toBe('WebAssembly SIMD')
})

test('plain TypeScript can be asked for', () => {
  expect(engineFor({ CNN_ENGINE: 'plain' })).toBe(plainEngine)
})

// Where there is no BLAS library, this tests WebAssembly twice.
describe.for([{ CNN_ENGINE: 'blas' }, { CNN_ENGINE: 'wasm' }])(
  'the engine for %o and plain TypeScript',
  (wishes) => {
    const engine = engineFor(wishes)

    test(`agree to rounding, and touch nothing but the product: ${engine.name}`, () => {
      fc.assert(
        fc.property(multiplication, ({ M, N, K, ta, tb, beta, gaps, offsets, dtype, seed }) => {
          const random = new Random(seed)
          const [lda, ldb, ldc] = [(ta ? M : K) + gaps[0], (tb ? K : N) + gaps[1], N + gaps[2]]
          const [A, B, C] = [(ta ? K : M) * lda, (tb ? N : K) * ldb, M * ldc].map(
            (length, i) => randn([length + offsets[i] + 2], { random, dtype }).data,
          )
          const expected = C.slice()
          const shared = [ta, tb, M, N, K, A, offsets[0], lda, B, offsets[1], ldb, beta] as const
          plainEngine.gemm(...shared, expected, offsets[2], ldc)
          engine.gemm(...shared, C, offsets[2], ldc)
          const tolerance = (dtype === 'float32' ? 1e-6 : 1e-14) * (10 + K)
          const furthest = C.findIndex((value, i) => !(Math.abs(value - expected[i]) <= tolerance))
          expect(furthest).toBe(-1)
        }),
        { numRuns: 200 },
      )
    })
  },
)

describe('a wish that cannot be fulfilled is a sentence, and the next engine', () => {
  test.for([
    [
      'a library that is not there',
      { CNN_BLAS: 'libmissing.so.7' },
      /^libmissing.so.7 cannot be used as a BLAS library: .*\. Using WebAssembly SIMD instead\.$/,
    ],
    [
      'a library that is called like what every object has',
      { CNN_BLAS: 'toString' },
      /^toString cannot be used as a BLAS library: .*\. Using WebAssembly SIMD instead\.$/,
    ],
    [
      'a file that is no library',
      { CNN_BLAS: import.meta.filename },
      /cannot be used as a BLAS library: .*\. Using WebAssembly/,
    ],
    [
      'a library that is no BLAS',
      { CNN_BLAS: process.platform === 'linux' ? 'libc.so.6' : process.execPath },
      /cannot be used as a BLAS library: .*\. Using WebAssembly/,
    ],
  ] as const)('%s', ([, wishes, sentence]) => {
    const { engine, problems } = chooseEngine(wishes)
    expect(engine.name).toBe('WebAssembly SIMD')
    expect(problems).toEqual([expect.stringMatching(sentence)])
  })

  // Loading such a library does not fail: it ends the process.
  test.skipIf(process.platform !== 'linux')('a library that is cut off', () => {
    const CNN_BLAS = join(temporaryFolder(), 'libcut.so')
    writeFileSync(CNN_BLAS, cutOff())
    const { engine, problems } = chooseEngine({ CNN_BLAS })
    expect(engine.name).toBe('WebAssembly SIMD')
    expect(problems).toEqual([
      `${CNN_BLAS} cannot be used as a BLAS library: it crashes the process that tries it (SIGBUS), ` +
        'so it may be damaged. Using WebAssembly SIMD instead.',
    ])
  })

  test('an engine that does not exist', () => {
    const { engine, problems } = chooseEngine({ CNN_ENGINE: 'gpu' })
    expect(engine.name).toBe(engineFor({}).name)
    expect(problems).toEqual([
      `CNN_ENGINE must be one of blas, wasm, plain, not "gpu". Using ${engine.name} instead.`,
    ])
  })
})

/** Reads some library; cutOff returns the first half of it. */
const someLibrary = () =>
  readFileSync(/\/\S+\/libstdc\S*\.so\S*/.exec(readFileSync('/proc/self/maps', 'utf8'))![0])
const cutOff = () => someLibrary().subarray(0, someLibrary().length / 2)

const kitGemm = JSON.stringify(import.meta.resolve('../../../../kit/engine/gemm/index.ts'))

test('what is wrong is said once, however many threads there are', () => {
  const code = `
    import { Worker } from 'node:worker_threads'
    await import(${kitGemm})
    for (let i = 0; i < 2; i++) {
      const thread = new Worker('import(' + JSON.stringify(${kitGemm}) + ')', { eval: true })
      await new Promise((resolve) => thread.once('exit', resolve))
    }`
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    env: { ...process.env, CNN_ENGINE: 'blas', CNN_BLAS: 'libmissing.so.7' },
  })
  expect(stderr).toMatch(/^libmissing\.so\.7 .*\n$/)
})

describe.skipIf(process.platform !== 'linux')("the system's own library", () => {
  /**
   * Starts the kit with a folder where the system looks first for `libopenblas.so.0`, and where trials are recorded.
   */
  function start(folder: string) {
    const code = `const { engine } = await import(${kitGemm}); console.log(engine.name)`
    const env = {
      ...process.env,
      CNN_BLAS: '',
      CNN_ENGINE: 'blas',
      XDG_CACHE_HOME: folder,
      LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    }
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
      encoding: 'utf8',
      env,
    })
    return { engine: stdout.trim(), stderr }
  }
  const damaged =
    /^libopenblas\.so\.0 cannot be used as a BLAS library: it crashes the process that tries it \(SIGBUS\), so it may be damaged\. Using .* instead\.\n/

  test('that is damaged is a sentence, and the next library or engine', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'libopenblas.so.0'), cutOff())
    const { engine, stderr } = start(folder)
    expect(engine).toMatch(/^(BLAS|WebAssembly)/)
    expect(stderr).toMatch(damaged)
  })

  test('is tried when it has changed, and only then', () => {
    const folder = temporaryFolder()
    const library = join(folder, 'libopenblas.so.0')
    writeFileSync(library, someLibrary())
    const memory = join(folder, 'cnn-from-scratch/blas-probes.json')
    const tried = () => statSync(memory).mtimeMs
    expect(start(folder).stderr).toBe('')
    const first = tried()
    expect(start(folder).stderr).toBe('')
    expect(tried()).toBe(first)
    writeFileSync(library, cutOff())
    expect(start(folder).stderr).toMatch(damaged)
  })

  test('is tried each time where nothing can be remembered', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'cnn-from-scratch'), 'a file in the way')
    expect(start(folder)).toEqual({ engine: start(temporaryFolder()).engine, stderr: '' })
  })
})

test('every thread has the same engine, and it works there', async () => {
  const code = `
    import { parentPort } from 'node:worker_threads'
    import { engine, gemm } from ${kitGemm}
    const ones = new Float32Array(400).fill(1)
    const out = new Float32Array(400)
    gemm(false, false, 20, 20, 20, ones, 0, 20, ones, 0, 20, 0, out, 0, 20)
    parentPort.postMessage({ name: engine.name, product: out[399] })`
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`))
  const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await worker.terminate()
  expect(answer).toEqual({ name: engineFor(process.env).name, product: 20 })
})
