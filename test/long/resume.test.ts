import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { chooseEngine, engineNames, type EngineName } from '#kit/engine/gemm/index.ts'
import { Random } from '#kit/tensor/index.ts'
import { pack } from '../../kit/training/run/pack.ts'
import { folderOption, ownProcess, resultOf, train, type TrainOptions } from '../commands/train/run-train.ts'

// In batches of 20 or more, OpenBLAS rounds many products differently from their parts. It does so most with the
// environment variable OPENBLAS_CORETYPE=Haswell, as on processors without AVX-512.
const [EPOCHS, IMAGES, BATCH] = [2, 60, 20]
const STEPS = EPOCHS * Math.ceil(IMAGES / BATCH)
const settings = `--data tiny --train-size ${IMAGES} --batch-size ${BATCH} --epochs ${EPOCHS} --seed 5`

const random = new Random(Date.now())

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
  'speedrun',
]
/** The recipes that would take minutes in plain TypeScript, where they use the same code as the others. */
const manyConvolutions = ['seven-layer', 'plain-20', 'resnet-20', 'speedrun']

const divisions = [
  { threads: 1, workers: 1 },
  { threads: 2, workers: 1 },
  { threads: 4, workers: 1 },
  { threads: 2, workers: 2 },
  { threads: 2, workers: 3 },
]

/** Every recipe with one engine and one division of the work, which another run of the tests draws anew. */
const cases = recipes.map((recipe) => {
  const possible = engineNames.filter((engine) => engine !== 'plain' || !manyConvolutions.includes(recipe))
  return {
    recipe,
    engine: possible[random.integer(possible.length)],
    ...divisions[random.integer(divisions.length)],
  }
})

const isThere = (engine: EngineName): boolean =>
  engine !== 'blas' || chooseEngine({ CNN_ENGINE: engine }).engine.library !== undefined

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

/** Returns the command of a run that sends itself a signal after this many steps. */
function signallingAfter(step: number, signal: NodeJS.Signals): TrainOptions['command'] {
  const code = `
    import { Solver } from ${JSON.stringify(import.meta.resolve('../../kit/solver/index.ts'))}
    const { run } = Solver.prototype
    Solver.prototype.run = function* () {
      for (const event of run.call(this)) {
        if (event.type === 'step' && this.step === ${step}) process.kill(process.pid, '${signal}')
        yield event
      }
    }`
  const [node, ...args] = ownProcess
  return [node, '--import', `data:text/javascript,${encodeURIComponent(code)}`, ...args]
}

// Windows has no signals to send.
describe.skipIf(process.platform === 'win32')('a run that is stopped, goes on, and is killed', () => {
  test.for(cases)(
    'comes to the same: $recipe with $engine, $threads threads and $workers workers',
    async ({ engine, recipe, threads, workers }, { skip }) => {
      skip(!isThere(engine), 'there is no BLAS library')
      const env = { CNN_ENGINE: engine, CNN_THREADS: String(threads) }
      const start = `${recipe} ${settings} --workers ${workers}`
      const inOneGo = folderOption()
      const whole = await resultOf(inOneGo, await train(`${start} ${inOneGo}`, { env }))
      expect(whole.state.step).toBe(STEPS)

      const folder = folderOption()
      const [signal, status] = SIGNALS[random.integer(SIGNALS.length)]
      const interrupting = signallingAfter(1 + random.integer(STEPS - 2), signal)
      const interrupted = await train(`${start} ${folder}`, { env, command: interrupting })
      expect(interrupted.status).toBe(status)
      const { step } = (await resultOf(folder, interrupted)).state
      const resume = `${recipe.split(' ')[0]} --resume ${folder}`
      const last = step + 1 + random.integer(STEPS - step)
      const killed = await train(resume, { env, command: signallingAfter(last, 'SIGKILL') })
      expect(killed.status).toBe(128 + 9)
      const resumed = await resultOf(folder, await train(resume, { env }))
      const [expected, actual] = [whole, resumed].map(({ state, ...rest }): Record<string, unknown> => {
        const { json, tensors } = pack(state)
        return { ...rest, json, ...tensors }
      })
      const different = Object.keys(expected).filter(
        (name) => !isDeepStrictEqual(actual[name], expected[name]),
      )
      expect(different, `stopped after step ${step}, killed after step ${last}`).toEqual([])
    },
  )
})
