import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chooseEngine, engineNames, type EngineName } from '#kit/gemm/index.ts'
import { Random } from '#kit/tensor/index.ts'
import { readCheckpoint } from '../../../kit/training/checkpoint.ts'
import { pack } from '../../../kit/training/pack.ts'
import { runCommand } from '../../support/run-command.ts'

const root = join(import.meta.dirname, '../../..')

// In batches of 20 and more, OpenBLAS rounds many a product in another way than its parts; most of all with the environment
// variable OPENBLAS_CORETYPE=Haswell, as on processors without AVX-512.
const [EPOCHS, IMAGES, BATCH] = [3, 90, 20]
const STEPS = EPOCHS * Math.ceil(IMAGES / BATCH)
const settings = `--data tiny --train-size ${IMAGES} --batch-size ${BATCH} --epochs ${EPOCHS} --seed 5`

const recipes = [
  'two-layer',
  'two-layer --fast --update-rule rmsprop --learning-rate 0.001',
  'two-layer --preprocessing normalized --no-flip',
  'fully-connected --hidden 500,200',
  'three-layer',
  'three-layer --fast --weight-decay 0.001',
  'five-layer',
  'small-filters',
  'my-net',
  'seven-layer',
  'plain-20',
  'resnet-20',
]
/** Those that would take minutes in plain TypeScript; it has nothing else to do in them than in the others. */
const manyConvolutions = ['seven-layer', 'plain-20', 'resnet-20']

const divisions = [
  { threads: 1, workers: 1 },
  { threads: 2, workers: 1 },
  { threads: 4, workers: 1 },
  { threads: 2, workers: 2 },
  { threads: 2, workers: 3 },
]

const cases = engineNames.flatMap((engine) =>
  recipes
    .filter((recipe) => engine !== 'plain' || !manyConvolutions.includes(recipe))
    .flatMap((recipe) =>
      divisions
        // Threads do not help plain TypeScript.
        .filter(({ threads, workers }) => engine !== 'plain' || threads === 1 || workers > 1)
        .map((division) => ({ engine, recipe, ...division })),
    ),
)

const isThere = (engine: EngineName): boolean =>
  engine !== 'blas' || chooseEngine({ CNN_ENGINE: engine }).engine.library !== undefined

/** Has a run send itself a signal after so many steps. */
function signallingAfter(step: number, signal: NodeJS.Signals): string[] {
  const code = `
    import { Solver } from ${JSON.stringify(import.meta.resolve('../../../kit/solver/index.ts'))}
    const { run } = Solver.prototype
    Solver.prototype.run = function* () {
      for (const event of run.call(this)) {
        if (event.type === 'step' && this.step === ${step}) process.kill(process.pid, '${signal}')
        yield event
      }
    }`
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
}

/** What a run has come to: everything but the time that it took. */
async function resultOf(folder: string) {
  const { state } = await readCheckpoint(join(folder, 'checkpoint.safetensors'))
  const { json, tensors } = pack(state)
  const metrics = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').replace(/"imagesPerSecond":\d+,/g, '')
  return { step: state.step, parts: { json, metrics, ...tensors } as Record<string, unknown> }
}

// Windows has no signals to send.
describe.skipIf(process.platform === 'win32')('a run that is stopped, goes on, and is killed', () => {
  test.for(cases)(
    'comes to the same: $recipe with $engine, $threads threads and $workers workers',
    { timeout: 10 * 60_000 },
    async ({ engine, recipe, threads, workers }, { skip }) => {
      skip(!isThere(engine), 'there is no BLAS library')
      const parent = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-'))
      onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
      const [inOneGo, folder] = [join(parent, 'whole'), join(parent, 'run')]
      const train = (options: string, path: string, nodeOptions: string[] = []) =>
        runCommand(
          [process.execPath, '--import', 'tsx', ...nodeOptions, 'kit/cli/train.ts', ...options.split(' '), '--folder', path], // prettier-ignore
          { cwd: root, env: { CIFAR10_DIR: parent, CNN_ENGINE: engine, CNN_THREADS: String(threads) } },
        )

      const start = `${recipe} ${settings} --workers ${workers}`
      expect(await train(start, inOneGo)).toMatchObject({ status: 0 })
      const whole = await resultOf(inOneGo)
      expect(whole.step).toBe(STEPS)

      // Others each time.
      const random = new Random(Date.now())
      const after = 1 + random.integer(STEPS - 2)
      expect(await train(start, folder, signallingAfter(after, 'SIGINT'))).toMatchObject({ status: 130 })
      const stopped = (await resultOf(folder)).step
      const killedAfter = stopped + 1 + random.integer(STEPS - stopped)
      const resume = `${recipe.split(' ')[0]} --resume`
      const killed = await train(resume, folder, signallingAfter(killedAfter, 'SIGKILL'))
      expect(killed).toMatchObject({ status: 128 + 9 })
      expect(await train(resume, folder)).toMatchObject({ status: 0 })
      const { parts } = await resultOf(folder)
      const different = Object.keys(whole.parts).filter(
        (name) => !isDeepStrictEqual(parts[name], whole.parts[name]),
      )
      expect(different, `stopped after step ${stopped}, killed after step ${killedAfter}`).toEqual([])
    },
  )
})
