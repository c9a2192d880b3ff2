import { expect, test } from 'vitest'
import { loadDataset } from '#data/index.ts'
import {
  restoreState,
  Solver,
  stateOf,
  type EpochEvent,
  type MeasureEvent,
  type StepEvent,
  type UpdateRule,
} from '#kit/solver/index.ts'
import { TrainingAdvice } from '../../../kit/commands/train/messages/training-advice.ts'
import { sgd } from '../../../solutions/1-fully-connected/optimizers.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'
import { folderOption, train as runTrain } from './run-train.ts'

const { train, validation } = await loadDataset({ name: 'tiny', scale: true })

interface Trial {
  learningRate: number
  epochs: number
  reg?: number
  batchSize?: number
}

const solverFor = ({ learningRate, epochs, reg = 0, batchSize = 50 }: Trial) =>
  new Solver(
    new TwoLayerNet({ hiddenDim: 10, weightScale: 1e-2, reg }),
    { train: train.subset(100), validation: validation.subset(50) },
    {
      updateRules: { sgd: sgd as UpdateRule },
      optimizerConfig: { learningRate },
      epochs,
      batchSize,
    },
  )

/** Returns the advice during and after a run of the two-layer network. A run stopped after some event is resumed. */
async function adviceOn(trial: Trial, stopAfter: (event: Event, solver: Solver) => boolean = () => false) {
  let solver = solverFor(trial)
  const settings = { numClasses: 10, reg: trial.reg ?? 0 }
  let advice = new TrainingAdvice(solver, settings)
  const during: string[] = []
  const run = async () => {
    for (const event of solver.run()) {
      for (const line of await advice.after(event)) during.push(`step ${solver.step}: ${line}`)
      if (stopAfter(event, solver)) return false
    }
    return true
  }
  if (!(await run())) {
    const stopped = solver
    solver = solverFor(trial)
    restoreState(solver, stateOf(stopped))
    advice = new TrainingAdvice(solver, settings)
    stopAfter = () => false
    await run()
  }
  return { during, atEnd: await advice.atEnd() }
}

type Event = StepEvent | MeasureEvent | EpochEvent

test('speaks about the first loss at the first step and about the update ratios at the end of the first epoch', async () => {
  const { during, atEnd } = await adviceOn({ learningRate: 3e-5, epochs: 2 })
  expect(during).toEqual([
    expect.stringMatching(/^step 1: Initial loss 2\.\d+ \(expected 2\.303\): as it should be\.$/),
    expect.stringMatching(/^step 2: Update ratios of W1 \de-\d, W2 \de-\d: too small/),
  ])
  expect(atEnd).toEqual([
    expect.stringContaining('Learning rate 0.00003: too low, or the gradients vanish'),
    expect.stringContaining('underfitting'),
  ])
})

test('leaves regularization out of the first loss, and judges the curves', async () => {
  const { during, atEnd } = await adviceOn({ learningRate: 0.05, epochs: 60, reg: 1e-2 })
  expect(during[0]).toMatch(/Initial loss 2\.\d+ \(expected 2\.303\): as it should be/)
  expect(atEnd).toEqual([
    expect.stringContaining('Learning rate 0.05: good'),
    expect.stringContaining('overfitting'),
  ])
})

test('one step an epoch is enough for the ratios', async () => {
  const { during } = await adviceOn({ learningRate: 1e-2, epochs: 1, batchSize: 100 })
  expect(during).toHaveLength(2)
  expect(during[1]).toMatch(/^step 1: Update ratio/)
})

test('one step has no curve: its learning rate is too high if the weights are lost in it', async () => {
  const oneStep = { epochs: 1, batchSize: 100 }
  const tooHigh = 'too high. Its only step was larger than the weights themselves. Try a hundredth of it.'
  for (const [learningRate, name] of [
    [1e30, '1e+30'],
    [1000, '1000'],
  ] as const) {
    const { atEnd } = await adviceOn({ ...oneStep, learningRate })
    expect(atEnd).toEqual([`Learning rate ${name}: ${tooHigh}`, expect.stringContaining('Train accuracy')])
  }
  const { atEnd } = await adviceOn({ ...oneStep, learningRate: 1e-2 })
  expect(atEnd).toEqual([expect.stringContaining('Train accuracy')])
})

test.each<[string, (event: Event, solver: Solver) => boolean]>([
  ['before the first epoch is measured', ({ type }, { step }) => type === 'step' && step === 2],
  ['after the last epoch', ({ type }, { step }) => type === 'epoch' && step === 4],
])('a run that was stopped %s and goes on is told the same', async (_, stopAfter) => {
  // The penalty hides that nothing was learned.
  const trial = { learningRate: 3e-5, epochs: 2, reg: 10 }
  const whole = await adviceOn(trial)
  expect(whole.during).toHaveLength(2)
  expect(whole.atEnd[0]).toContain('too low, or the gradients vanish')
  expect(await adviceOn(trial, stopAfter)).toEqual(whole)
})

test('has nothing to say about a run that took no step', async () => {
  const solver = new Solver(
    new TwoLayerNet({ hiddenDim: 2 }),
    { train: train.subset(10), validation: validation.subset(10) },
    { updateRules: { sgd: sgd as UpdateRule }, optimizerConfig: { learningRate: 1 } },
  )
  expect(await new TrainingAdvice(solver, { numClasses: 10, reg: 0 }).atEnd()).toEqual([])
})

/** Five hidden layers with weights so small that no gradient reaches the first of them. */
const deep =
  'fully-connected --data tiny --train-size 200 --hidden 20,20,20,20,20 --weight-scale 0.01 --epochs 1'
const bothCauses =
  /Learning rate [\d.]+: too low, or the gradients vanish\. .* a larger weight scale or batch norm/

test('a deep network with tiny weights: the gradients have vanished, and a higher learning rate is no advice', async () => {
  const { output } = await runTrain(`${deep} --reg 0 ${folderOption()}`)
  const [, names] =
    /Update ratios of (.*): the gradients have nearly vanished\. Try batch normalization, a larger weight scale/.exec(
      output,
    ) ?? []
  expect(names).toMatch(/^W1 \de-\d+, W2 /)
  expect(output).not.toContain('higher learning rate')
  expect(output).toMatch(bothCauses)
})

test.each(['--reg 0.1', '--reg 0 --update-rule adam --learning-rate 0.0001'])(
  'the loss tells it where the update ratios cannot: %s',
  async (settings) => {
    const { output } = await runTrain(`${deep} ${settings} ${folderOption()}`)
    expect(output).toContain('Update ratio')
    expect(output).not.toContain('nearly vanished')
    expect(output).toMatch(bothCauses)
  },
)

test('a learning rate that is a little too low is that, and nothing has vanished', async () => {
  const { output } = await runTrain(
    `two-layer --data tiny --train-size 200 --hidden 20 --reg 0 --epochs 2 --update-rule sgd --learning-rate 0.01 --weight-scale 0.1 ${folderOption()}`,
  )
  expect(output).toMatch(/Learning rate 0.01: too low\. The loss barely falls\. Try three times as much/)
})
