import { describe, expect, test } from 'vitest'
import { full, mul, Random, randn, Tensor, zeros, tensor } from '#kit/tensor/index.ts'
import {
  Solver,
  SolverError,
  type EpochEvent,
  type Examples,
  type Model,
  type SolverOptions,
} from '#kit/solver/index.ts'
import * as updateRules from '../../solutions/1-fully-connected/optimizers.ts'
import { TwoLayerNet } from '../../solutions/1-fully-connected/two-layer-net.ts'

/** Examples of `classes` classes around points far apart: a straight line separates any two classes. */
function clusters(size: number, { classes = 3, seed = 1 } = {}): Examples {
  const noise = randn([size, classes], { random: new Random(seed), scale: 0.1, dtype: 'float32' })
  const labels = Uint8Array.from({ length: size }, (_, n) => n % classes)
  labels.forEach((label, n) => (noise.data[n * classes + label] += 2))
  return {
    size,
    batch: (indices) => ({
      x: new Tensor(
        Float32Array.from(
          Array.from(indices).flatMap((n) => [...noise.data.subarray(n * classes, (n + 1) * classes)]),
        ),
        [indices.length, classes],
      ),
      labels: Uint8Array.from(indices, (n) => labels[n]),
    }),
  }
}

/** Examples whose input is their own number and whose class is always 0. */
function numbered(size: number): Examples {
  return {
    size,
    batch: (indices) => ({
      x: new Tensor(Float64Array.from(indices), [indices.length, 1]),
      labels: new Uint8Array(indices.length),
    }),
  }
}

/** A model that learns nothing by itself: its loss, gradients and scores are what a test says they are. */
class FakeModel implements Model {
  readonly params: Record<string, Tensor> = { w: zeros([2]), b: zeros([1]) }
  readonly batches: number[][] = []
  #loss: (numbers: number[], call: number) => number
  constructor(loss: (numbers: number[], call: number) => number = () => 1) {
    this.#loss = loss
  }
  loss(x: Tensor): { loss: number; grads: Record<string, Tensor> } {
    this.batches.push([...x.data])
    return { loss: this.#loss([...x.data], this.batches.length), grads: { w: full([2], 1), b: full([1], 1) } }
  }
  scores(x: Tensor): Tensor {
    return zeros([x.shape[0], 2])
  }
}

const twoLayerNet = () =>
  new TwoLayerNet({ inputDim: 3, hiddenDim: 8, numClasses: 3, weightScale: 0.1, seed: 3 })

const data = () => ({ train: clusters(40), validation: clusters(15, { seed: 2 }) })

const options = (more: Partial<SolverOptions> = {}): SolverOptions => ({
  updateRules,
  optimizerConfig: { learningRate: 0.01 },
  ...more,
})

const runToEnd = (solver: Solver): EpochEvent[] => [...solver.run()].filter((event) => event.type === 'epoch')

describe('training', () => {
  test.each(['sgd', 'sgdMomentum', 'rmsprop', 'adam'])(
    '%s separates three clusters completely',
    (updateRule) => {
      const learningRate = updateRule === 'sgd' ? 0.5 : 0.05
      const config = options({ updateRule, optimizerConfig: { learningRate }, batchSize: 8, epochs: 15 })
      const epochs = runToEnd(new Solver(twoLayerNet(), data(), config))
      expect(epochs.at(-1)).toMatchObject({ epoch: 15, trainAccuracy: 1, validationAccuracy: 1 })
      expect(epochs.at(-1)!.loss).toBeLessThan(0.2)
    },
  )

  test('the same seed gives the same run, another seed another one', () => {
    const run = (seed: number) => {
      const model = twoLayerNet()
      const solver = new Solver(model, data(), options({ seed, batchSize: 8, epochs: 2, updateRule: 'adam' }))
      runToEnd(solver)
      return { history: solver.history, W1: [...model.params.W1.data] }
    }
    expect(run(5)).toEqual(run(5))
    expect(run(6).history.loss).not.toEqual(run(5).history.loss)
  })

  test('history has the loss of every step, and accuracies before training and after each epoch', () => {
    const solver = new Solver(twoLayerNet(), data(), options({ batchSize: 16, epochs: 4 }))
    const events = [...solver.run()]
    expect(solver.stepsPerEpoch).toBe(3)
    expect(solver.history.loss).toHaveLength(12)
    expect(solver.history.trainAccuracy).toHaveLength(5)
    expect(solver.history.validationAccuracy).toHaveLength(5)
    const epochs = events.filter((event) => event.type === 'epoch')
    expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4])
    expect(epochs.map(({ validationAccuracy }) => validationAccuracy)).toEqual(
      solver.history.validationAccuracy,
    )
    const steps = events.filter((event) => event.type === 'step')
    expect(steps.map(({ loss }) => loss)).toEqual(solver.history.loss)
    expect(steps.slice(0, 4).map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
    ])
  })

  test('an epoch uses every example once, in an order of its own, the last incomplete batch included', () => {
    const model = new FakeModel()
    const solver = new Solver(
      model,
      { train: numbered(10), validation: numbered(2) },
      options({ batchSize: 4, epochs: 2 }),
    )
    const steps = [...solver.run()].filter((event) => event.type === 'step')
    expect(model.batches.map((batch) => batch.length)).toEqual([4, 4, 2, 4, 4, 2])
    expect(steps.map(({ examples }) => examples)).toEqual([4, 4, 2, 4, 4, 2])
    const [first, second] = [model.batches.slice(0, 3).flat(), model.batches.slice(3).flat()]
    expect(first).not.toEqual(second)
    for (const order of [first, second]) {
      expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
  })

  test('in the mean loss of an epoch every example counts the same', () => {
    const meanOfNumbers = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
    const solver = new Solver(
      new FakeModel(meanOfNumbers),
      { train: numbered(10), validation: numbered(2) },
      options({ batchSize: 4, epochs: 3 }),
    )
    const [before, ...epochs] = runToEnd(solver)
    expect(before.loss).toBeUndefined()
    for (const { loss } of epochs) expect(loss).toBeCloseTo(4.5, 12)
  })

  test('the learning rate decays after every epoch', () => {
    const rates: number[] = []
    const recording = (w: Tensor, _dw: Tensor, config: { learningRate: number }) => {
      if (w.size === 1) rates.push(config.learningRate)
      return { w, config }
    }
    const solver = new Solver(
      new FakeModel(),
      { train: numbered(4), validation: numbered(2) },
      options({
        updateRules: { recording },
        updateRule: 'recording',
        optimizerConfig: { learningRate: 0.8 },
        learningRateDecay: 0.5,
        batchSize: 2,
        epochs: 3,
      }),
    )
    runToEnd(solver)
    expect(rates).toEqual([0.8, 0.8, 0.4, 0.4, 0.2, 0.2])
  })

  test('every parameter has a state of its own, and settings reach the rule at every step', () => {
    const seen: { size: number; count: number; momentum: unknown }[] = []
    const counting = (
      w: Tensor,
      _dw: Tensor,
      config: { learningRate: number; count?: number; momentum?: number },
    ) => {
      const { count = 0, momentum } = config
      seen.push({ size: w.size, count, momentum })
      return { w, config: { count: count + w.size } }
    }
    const solver = new Solver(
      new FakeModel(),
      { train: numbered(4), validation: numbered(2) },
      options({
        updateRules: { counting },
        updateRule: 'counting',
        optimizerConfig: { learningRate: 1, momentum: 0.7 },
        batchSize: 2,
        epochs: 1,
      }),
    )
    runToEnd(solver)
    expect(seen).toEqual([
      { size: 2, count: 0, momentum: 0.7 },
      { size: 1, count: 0, momentum: 0.7 },
      { size: 2, count: 2, momentum: 0.7 },
      { size: 1, count: 1, momentum: 0.7 },
    ])
  })

  test('training accuracy is measured on accuracySamples examples, the same ones every time', () => {
    const sizes: number[] = []
    const measured: number[][] = []
    const model = new FakeModel()
    model.scores = (x) => {
      sizes.push(x.shape[0])
      if (x.shape[0] === 3) measured.push([...x.data])
      return zeros([x.shape[0], 2])
    }
    const solver = new Solver(
      model,
      { train: numbered(20), validation: numbered(2) },
      options({ accuracySamples: 3, batchSize: 5, epochs: 1 }),
    )
    runToEnd(solver)
    expect(sizes).toEqual([3, 2, 3, 2])
    expect(measured[0]).toEqual(measured[1])
    expect(new Set(measured[0]).size).toBe(3)
  })
})

describe('the best parameters', () => {
  /** A rule that adds 1, and a model that is right about as many of 4 validation examples as `right` says for w. */
  const adding = (w: Tensor) => ({
    w: new Tensor(
      w.data.map((value) => value + 1),
      w.shape,
    ),
    config: {},
  })
  const modelWith = (right: Record<number, number>) => {
    const model = new FakeModel()
    model.scores = (x) => {
      const scores = zeros([x.shape[0], 2])
      for (let n = 0; n < x.shape[0]; n++)
        scores.data[2 * n + 1] = x.data[n] < (right[model.params.w.data[0]] ?? 0) ? -1 : 1
      return scores
    }
    return model
  }
  const solverFor = (model: Model, rule = adding) =>
    new Solver(
      model,
      { train: numbered(4), validation: numbered(4) },
      options({ updateRules: { adding: rule }, updateRule: 'adding', batchSize: 2, epochs: 3 }),
    )

  test('are restored at the end', () => {
    const model = modelWith({ 2: 1, 4: 3, 6: 2 })
    const solver = solverFor(model)
    runToEnd(solver)
    expect(solver.history.validationAccuracy).toEqual([0, 0.25, 0.75, 0.5])
    expect(solver.bestValidationAccuracy).toBe(0.75)
    expect([...model.params.w.data]).toEqual([4, 4])
    expect([...model.params.b.data]).toEqual([4])
  })

  test('are copies, which a rule that writes into its weights does not change', () => {
    const model = modelWith({ 2: 1, 4: 3, 6: 2 })
    const inPlace = (w: Tensor) => {
      w.data.forEach((_, i) => w.data[i]++)
      return { w, config: {} }
    }
    runToEnd(solverFor(model, inPlace))
    expect([...model.params.w.data]).toEqual([4, 4])
  })

  test('come with the running averages that belong to them', () => {
    const model = Object.assign(modelWith({ 2: 1, 4: 3, 6: 2 }), {
      batchnormParams: [{ runningMean: tensor([0]), runningVar: tensor([1]) }],
    })
    const { loss } = model
    model.loss = (...batch) => {
      const [averages] = model.batchnormParams
      averages.runningMean = tensor([averages.runningMean.data[0] + 1])
      return loss.apply(model, batch)
    }
    runToEnd(solverFor(model))
    expect([...model.params.w.data]).toEqual([4, 4])
    expect([...model.batchnormParams[0].runningMean.data]).toEqual([4])
  })

  test('are the first ones when validation accuracy is 0 throughout', () => {
    const model = modelWith({})
    const solver = solverFor(model)
    runToEnd(solver)
    expect(solver.bestValidationAccuracy).toBe(0)
    expect([...model.params.w.data]).toEqual([0, 0])
    expect([...model.params.b.data]).toEqual([0])
  })

  test('count the present ones too when training is ended in the middle of an epoch', () => {
    const model = modelWith({ 2: 1, 3: 3 })
    const solver = solverFor(model)
    for (const event of solver.run()) if (event.type === 'step' && event.epoch === 2) break
    solver.finish()
    expect(solver.bestValidationAccuracy).toBe(0.75)
    expect([...model.params.w.data]).toEqual([3, 3])
    expect(solver.history.validationAccuracy).toEqual([0, 0.25])
  })

  test('stay the earlier ones when the present ones are worse', () => {
    const model = modelWith({ 2: 3, 3: 1 })
    const solver = solverFor(model)
    for (const event of solver.run()) if (event.type === 'step' && event.epoch === 2) break
    solver.finish()
    expect([...model.params.w.data]).toEqual([2, 2])
  })
})

test.each([1, 3, 4])(
  'a run that was left after %i steps and continued is the same as one in one go',
  (steps) => {
    const create = () =>
      new Solver(twoLayerNet(), data(), options({ batchSize: 16, epochs: 3, updateRule: 'adam' }))
    const whole = create()
    runToEnd(whole)
    const paused = create()
    for (const event of paused.run()) if (event.type === 'step' && paused.step === steps) break
    runToEnd(paused)
    expect(paused.history).toEqual(whole.history)
    expect(paused.model.params).toEqual(whole.model.params)
  },
)

describe('errors', () => {
  const create = (more: object) =>
    new Solver(twoLayerNet(), data(), { ...options(), ...more } as SolverOptions)

  test.each([
    [
      { learnRate: 1 },
      'The solver has no option "learnRate"; it has updateRules, updateRule, optimizerConfig, learningRateDecay, ' +
        'batchSize, epochs, seed, accuracySamples.',
    ],
    [{ updateRule: 'adamw' }, 'There is no update rule "adamw"; there is adam, rmsprop, sgd, sgdMomentum.'],
    [
      { updateRule: 'toString' },
      'There is no update rule "toString"; there is adam, rmsprop, sgd, sgdMomentum.',
    ],
    [{ optimizerConfig: {} }, 'optimizerConfig.learningRate must be a number above 0, not undefined.'],
    [{ optimizerConfig: undefined }, 'optimizerConfig.learningRate must be a number above 0, not undefined.'],
    [
      { optimizerConfig: { learningRate: NaN } },
      'optimizerConfig.learningRate must be a number above 0, not NaN.',
    ],
    [
      { optimizerConfig: { learningRate: 1, momentum: NaN } },
      'optimizerConfig.momentum must be a number, not NaN.',
    ],
    [{ learningRateDecay: 1.5 }, 'learningRateDecay must be a number above 0 and up to 1, not 1.5.'],
    [
      { batchSize: 0 },
      'batchSize must be a whole number from 1 to 40, the number of training examples, not 0.',
    ],
    [
      { batchSize: 41 },
      'batchSize must be a whole number from 1 to 40, the number of training examples, not 41.',
    ],
    [
      { accuracySamples: 41 },
      'accuracySamples must be a whole number from 1 to 40, the number of training examples, not 41.',
    ],
    [{ epochs: 1.5 }, 'epochs must be a whole number from 1, not 1.5.'],
    [{ seed: -1 }, 'seed must be a whole number from 0, not -1.'],
  ])('%o', (more, message) => {
    expect(() => create(more)).toThrow(new SolverError(message))
  })

  test('an option given as undefined has its default', () => {
    expect(create({ batchSize: undefined, epochs: undefined }).options).toMatchObject({
      batchSize: 40,
      epochs: 10,
    })
  })

  test('an empty set', () => {
    expect(
      () => new Solver(twoLayerNet(), { train: numbered(0), validation: numbered(1) }, options()),
    ).toThrow(new SolverError('The train set is empty; training needs at least one example.'))
  })

  test.each([NaN, Infinity])(
    'a loss of %d says when it happened and what to do, and keeps the best so far',
    (loss) => {
      const model = new FakeModel((_, call) => (call < 4 ? 1 : loss))
      const sizes = { train: numbered(4), validation: numbered(2) }
      const config = options({ optimizerConfig: { learningRate: 0.5 }, learningRateDecay: 0.1, batchSize: 2 })
      const solver = new Solver(model, sizes, config)
      expect(() => runToEnd(solver)).toThrow(
        new SolverError(
          `The loss became ${loss} in epoch 2, step 2: the learning rate of 0.05 is probably too high; try a tenth of it.`,
        ),
      )
      expect(solver.history.loss).toEqual([1, 1, 1])
      expect(model.params.w).toEqual(zeros([2]))
    },
  )

  test('a loss that is wrong from the start is not blamed on the learning rate', () => {
    const sizes = { train: numbered(4), validation: numbered(2) }
    expect(() => runToEnd(new Solver(new FakeModel(() => NaN), sizes, options()))).toThrow(
      'The loss is NaN at the very first step, before anything was learned: ' +
        'look for the mistake in loss() or in the first parameters.',
    )
  })

  const step = (rule: unknown, model: Model = new FakeModel()) =>
    runToEnd(
      new Solver(
        model,
        { train: numbered(4), validation: numbered(2) },
        options({ updateRules: { mine: rule } as SolverOptions['updateRules'], updateRule: 'mine' }),
      ),
    )
  const shouldBe =
    'The update rule mine must return { w, config } with w as a tensor of shape (2,), as w is, but its w is'

  test.each([
    [() => undefined, `${shouldBe} undefined.`],
    [(w: Tensor) => w, `${shouldBe} undefined.`],
    [() => ({ w: 3, config: {} }), `${shouldBe} of type number.`],
    [() => ({ w: zeros([2, 1]), config: {} }), `${shouldBe} a tensor of shape (2, 1).`],
    [
      (w: Tensor) => ({ w }),
      'The update rule mine must return { w, config } with the settings for the next step as config, ' +
        'but its config is undefined.',
    ],
  ])('an update rule that returns something else: %s', (rule, message) => {
    expect(() => step(rule)).toThrow(new SolverError(message))
  })

  test('a gradient that is missing or has another shape', () => {
    const model = new FakeModel()
    const right = (w: Tensor, dw: Tensor) => ({ w: mul(w, dw), config: {} })
    model.loss = () => ({ loss: 1, grads: { w: full([2], 1) } })
    expect(() => step(right, model)).toThrow(
      'loss() must return grads.b as a tensor of shape (1,), as b is, but it is undefined.',
    )
    model.loss = () => ({ loss: 1, grads: { w: full([1, 2], 1), b: full([1], 1) } })
    expect(() => step(right, model)).toThrow(
      'loss() must return grads.w as a tensor of shape (2,), as w is, but it is a tensor of shape (1, 2).',
    )
  })
})
