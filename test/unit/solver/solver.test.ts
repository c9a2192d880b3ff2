import { describe, expect, test } from 'vitest'
import { measureAccuracy } from '#kit/solver/accuracy.ts'
import { Solver, type Examples } from '#kit/solver/index.ts'
import { add, full, zeros, type Tensor } from '#kit/tensor/index.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'
import { data, FakeModel, numbered, options, runToEnd, twoLayerNet } from './support.ts'

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

  test('the learning rate follows the schedule: the share of all steps that are done', () => {
    const config = options({
      optimizerConfig: { learningRate: 0.8 },
      schedule: (progress) => progress + 1,
      learningRateDecay: 0.5,
      batchSize: 2,
      epochs: 2,
    })
    const solver = new Solver(new FakeModel(), { train: numbered(4), validation: numbered(2) }, config)
    const steps = [...solver.run()].filter((event) => event.type === 'step')
    expect(steps.map(({ learningRate }) => learningRate)).toEqual([0.8, 0.8 * 1.25, 0.4 * 1.5, 0.4 * 1.75])
  })

  test('weight decay is L2 regularization of the weights, and leaves everything else as it is', () => {
    const [reg, learningRate] = [0.5, 0.1]
    const net = (own: number) =>
      new TwoLayerNet({ inputDim: 3, hiddenDim: 8, numClasses: 3, weightScale: 0.1, seed: 3, reg: own })
    const paramsWith = (model: TwoLayerNet, weightDecay: number) => {
      const config = options({
        optimizerConfig: { learningRate },
        weightDecay,
        updateRule: 'sgdMomentum',
        epochs: 2,
      })
      runToEnd(new Solver(model, data(), config))
      return Object.values(model.params).flatMap(({ data: values }) => [...values])
    }
    const [bySolver, byLoss] = [paramsWith(net(0), reg), paramsWith(net(reg), 0)]
    bySolver.forEach((value, i) => expect(value).toBeCloseTo(byLoss[i], 6))
    expect(bySolver).not.toEqual(paramsWith(net(0), 0))

    const gradients: Record<string, number> = {}
    const model = new FakeModel()
    Object.assign(model.params, { W1: full([2], 3), gamma1: full([1], 3) })
    model.loss = () => ({
      loss: 1,
      grads: { w: full([2], 1), b: full([1], 1), W1: full([2], 1), gamma1: full([1], 1) },
    })
    const reading = (w: Tensor, dw: Tensor) => {
      const name = Object.keys(model.params).find((key) => model.params[key] === w)!
      gradients[name] = dw.data[0]
      return { w, config: {} }
    }
    const config = options({ updateRules: { reading }, updateRule: 'reading', weightDecay: 0.5, epochs: 1 })
    runToEnd(new Solver(model, { train: numbered(4), validation: numbered(2) }, config))
    expect(gradients).toEqual({ w: 1, b: 1, W1: 2.5, gamma1: 1 })
  })

  test('decoupled weight decay takes a share of every parameter, whatever its learning rate', () => {
    const model = new FakeModel()
    Object.assign(model.params, { w: full([2], 3), b: full([1], 5) })
    const standing = (w: Tensor) => ({ w: add(w, 1), config: {} })
    const config = options({
      updateRules: { standing },
      updateRule: 'standing',
      optimizerConfig: { learningRate: 7 },
      decoupledWeightDecay: 0.1,
      schedule: (progress) => (progress < 0.5 ? 1 : 0.5),
      batchSize: 2,
      epochs: 1,
    })
    const after: number[][] = []
    const solver = new Solver(model, { train: numbered(4), validation: numbered(2) }, config)
    for (const event of solver.run()) {
      if (event.type === 'step') after.push([model.params.w.data[0], model.params.b.data[0]])
    }
    // The second step has half of the learning rate, and takes half of the share.
    const expected = [3 + 1 - 0.3, 5 + 1 - 0.5]
    expect(after[0]).toEqual(expected.map((value) => expect.closeTo(value, 12)))
    expect(after[1]).toEqual(expected.map((value) => expect.closeTo(value + 1 - 0.05 * value, 12)))
  })

  test('betas have a learning rate of their own, and fixed parameters have none', () => {
    const rates: Record<string, number> = {}
    const model = Object.assign(new FakeModel(), { fixed: new Set(['b', 'gamma1']) })
    const one = () => full([1], 1)
    Object.assign(model.params, { W1: one(), gamma1: one(), beta1: one(), beta12: one() })
    const { b, gamma1 } = model.params
    model.loss = () => ({
      loss: 1,
      grads: { w: full([2], 1), W1: one(), gamma1: one(), beta1: one(), beta12: one() },
    })
    const reading = (w: Tensor, _dw: Tensor, config: { learningRate: number }) => {
      rates[Object.keys(model.params).find((key) => model.params[key] === w)!] = config.learningRate
      return { w, config: {} }
    }
    const config = options({
      updateRules: { reading },
      updateRule: 'reading',
      optimizerConfig: { learningRate: 0.5 },
      betaRate: 64,
      decoupledWeightDecay: 0.5,
      epochs: 1,
    })
    runToEnd(new Solver(model, { train: numbered(4), validation: numbered(2) }, config))
    expect(rates).toEqual({ w: 0.5, W1: 0.5, beta1: 32, beta12: 32 })
    expect(model.params.b.data).toEqual(b.data)
    expect(model.params.gamma1.data).toEqual(gamma1.data)
  })

  test('examples are asked for with the epoch that learns from them, and without one to measure', () => {
    const epochs: (number | undefined)[] = []
    const train: Examples = {
      size: 4,
      batch(indices, epoch) {
        epochs.push(epoch)
        return numbered(4).batch(indices)
      },
    }
    runToEnd(
      new Solver(new FakeModel(), { train, validation: numbered(2) }, options({ batchSize: 2, epochs: 2 })),
    )
    expect(epochs).toEqual([undefined, 1, 1, undefined, 2, 2, undefined])
  })

  test('tells how far measuring is, a batch at a time', () => {
    const solver = new Solver(
      new FakeModel(),
      { train: numbered(150), validation: numbered(101) },
      options({ epochs: 1, batchSize: 150 }),
    )
    const measured = [...solver.run()].filter((event) => event.type === 'measure')
    expect(measured.slice(0, 4).map(({ done, total }) => [done, total])).toEqual([
      [100, 150],
      [150, 150],
      [100, 101],
      [101, 101],
    ])
    expect(measured).toHaveLength(8)
    const model = { scores: (x: Tensor) => full([x.shape[0], 2], 0) }
    const evaluation = solver.measure(measureAccuracy(model, numbered(101)))
    expect([evaluation.next(), evaluation.next(), evaluation.next()].at(-1)).toEqual({ done: true, value: 1 })
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
