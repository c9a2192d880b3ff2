import { describe, expect, test } from 'vitest'
import { Solver, type Model, type SolverOptions } from '#kit/solver/index.ts'
import { full, mul, zeros, type Tensor } from '#kit/tensor/index.ts'
import { data, FakeModel, numbered, options, runToEnd, twoLayerNet } from './support.ts'
import { UserError, type UserErrorCode } from '#kit/system/user-error.ts'

describe('errors', () => {
  const create = (more: object) =>
    new Solver(twoLayerNet(), data(), { ...options(), ...more } as SolverOptions)

  test.each<[options: object, message: string, code?: UserErrorCode]>([
    [
      { learnRate: 1 },
      'The solver has no option "learnRate". Its options are updateRules, updateRule, optimizerConfig, learningRateDecay, ' +
        'schedule, weightDecay, decoupledWeightDecay, betaRate, lookahead, keep, batchSize, epochs, seed, accuracySamples, recycle.',
      'unknown-option',
    ],
    [
      { updateRule: 'adamw' },
      'There is no update rule "adamw". The update rules are adam, rmsprop, sgd, sgdMomentum.',
      'unknown-rule',
    ],
    [
      { updateRule: 'toString' },
      'There is no update rule "toString". The update rules are adam, rmsprop, sgd, sgdMomentum.',
      'unknown-rule',
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
    [{ learningRateDecay: 1.5 }, 'learningRateDecay must be a number above 0 and at most 1, not 1.5.'],
    [{ weightDecay: -1 }, 'weightDecay must be a number of at least 0, not -1.'],
    [{ decoupledWeightDecay: 1 }, 'decoupledWeightDecay must be a number of at least 0 and below 1, not 1.'],
    [{ betaRate: 0 }, 'betaRate must be a number above 0, not 0.'],
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
    [{ epochs: 1.5 }, 'epochs must be a whole number of at least 1, not 1.5.'],
    [{ seed: -1 }, 'seed must be a whole number of at least 0, not -1.'],
  ])('%o', (more, message, code = 'bad-setting') => {
    expect(() => create(more)).toThrow(expect.objectContaining({ name: 'UserError', message, code }))
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
    ).toThrow(new UserError('data', 'The train set is empty; training needs at least one example.'))
  })

  test.each([NaN, Infinity])(
    'a loss of %d says when it happened and what to do, and keeps the best so far',
    (loss) => {
      const model = new FakeModel((_, call) => (call < 4 ? 1 : loss))
      const sizes = { train: numbered(4), validation: numbered(2) }
      const config = options({ optimizerConfig: { learningRate: 0.5 }, learningRateDecay: 0.1, batchSize: 2 })
      const solver = new Solver(model, sizes, config)
      expect(() => runToEnd(solver)).toThrow(
        new UserError(
          'not-finite',
          `The loss became ${loss} in epoch 2, step 2. The learning rate of 0.05 is probably too high. Try a tenth of it.`,
        ),
      )
      expect(solver.history.loss).toEqual([1, 1, 1])
      expect(model.params.w).toEqual(zeros([2]))
    },
  )

  test('a loss that is wrong from the start is not blamed on the learning rate', () => {
    const sizes = { train: numbered(4), validation: numbered(2) }
    expect(() => runToEnd(new Solver(new FakeModel(() => NaN), sizes, options()))).toThrow(
      'The loss is NaN in the very first step, before the network has learned anything. ' +
        'Look for a mistake in loss() or in the initial parameters.',
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
    'The update rule mine must return { w, config } with w as a tensor of shape (2,), like w, but its w is'

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
    expect(() => step(rule)).toThrow(new UserError('bad-update', message))
  })

  test('a gradient that is missing or has another shape', () => {
    const model = new FakeModel()
    const right = (w: Tensor, dw: Tensor) => ({ w: mul(w, dw), config: {} })
    model.loss = () => ({ loss: 1, grads: { w: full([2], 1) } })
    expect(() => step(right, model)).toThrow(
      'loss() must return grads.b as a tensor of shape (1,), like b, but it is undefined.',
    )
    model.loss = () => ({ loss: 1, grads: { w: full([1, 2], 1), b: full([1], 1) } })
    expect(() => step(right, model)).toThrow(
      'loss() must return grads.w as a tensor of shape (2,), like w, but it is a tensor of shape (1, 2).',
    )
  })
})
