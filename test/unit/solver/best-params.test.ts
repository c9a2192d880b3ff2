import { describe, expect, test } from 'vitest'
import { Solver, type Model } from '#kit/solver/index.ts'
import { Tensor, tensor, zeros } from '#kit/tensor/index.ts'
import { FakeModel, numbered, options, runToEnd } from './support.ts'

describe('the best parameters', () => {
  /** A rule that adds 1. Below, a model that is right about `right[w]` of 4 validation examples. */
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
  const solverFor = (model: Model, rule = adding, keep?: 'last') =>
    new Solver(
      model,
      { train: numbered(4), validation: numbered(4) },
      options({ updateRules: { adding: rule }, updateRule: 'adding', batchSize: 2, epochs: 3, keep }),
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

  test('are the last ones, if that is asked for', () => {
    const model = modelWith({ 2: 1, 4: 3, 6: 2 })
    const solver = solverFor(model, adding, 'last')
    runToEnd(solver)
    expect([...model.params.w.data]).toEqual([6, 6])
    expect(solver.bestValidationAccuracy).toBe(0.5)
    // In the middle of an epoch, they are measured.
    const stopped = modelWith({ 2: 3, 3: 1 })
    const early = solverFor(stopped, adding, 'last')
    for (const event of early.run()) if (event.type === 'step' && early.step === 3) break
    early.finish()
    expect([...stopped.params.w.data]).toEqual([3, 3])
    expect(early.bestValidationAccuracy).toBe(0.25)
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
