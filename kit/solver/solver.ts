import { BufferPool, empty, Random, type Tensor } from '#kit/tensor/index.ts'
import { inWasmMemory } from '#kit/engine/wasm/index.ts'
import { measureAccuracy, type MeasureEvent } from './accuracy.ts'
import type { Examples } from './examples.ts'
import type { Model, RunningAverages } from '#kit/network/index.ts'
import { resolveOptions, type SolverOptions } from './options.ts'
import { restoreRunningAverages, runningAveragesOf } from './running-averages.ts'
import { update } from './update-rule.ts'
import { Lookahead } from './lookahead.ts'
import { isBeta, isWeight } from './weights.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The measurements so far. */
export interface History {
  /** The loss of every step, on its own batch. */
  loss: number[]
  /** The training accuracy, from 0 to 1, before training and after each epoch: [e] is the one after e epochs. */
  trainAccuracy: number[]
  /** The validation accuracy, from 0 to 1, before training and after each epoch. */
  validationAccuracy: number[]
}

/** Reports that a step was taken. */
export interface StepEvent {
  /** Identifies the kind of event. */
  type: 'step'
  /** The current epoch, counted from 1. */
  epoch: number
  /** The step within the epoch, from 1 to {@link Solver.stepsPerEpoch}. */
  step: number
  /** The loss of this step's batch. */
  loss: number
  /** The size of this step's batch. */
  examples: number
  /** The learning rate that this step used. */
  learningRate: number
}

/** Reports that the accuracies were measured: before training, which is epoch 0, or after an epoch. */
export interface EpochEvent {
  /** Identifies the kind of event. */
  type: 'epoch'
  /** The number of completed epochs. */
  epoch: number
  /** The mean loss over all examples of the epoch. Epoch 0 has none. */
  loss?: number
  /** On some of the training examples, from 0 to 1. */
  trainAccuracy: number
  /** On all validation examples, from 0 to 1. */
  validationAccuracy: number
}

/**
 * Trains a model by stochastic gradient descent on batches.
 *
 * Each epoch goes through the training set once in a new random order, so that every example is used once, including
 * those of an incomplete last batch. (The solver of the CS231n assignments samples every batch from the whole set: an
 * epoch of 490 such batches leaves out more than a third of the examples and repeats others.)
 *
 * ```ts
 * const solver = new Solver(model, { train, validation }, { updateRules, optimizerConfig: { learningRate: 1e-3 } })
 * for (const event of solver.run()) if (event.type === 'epoch') console.log(event.validationAccuracy)
 * ```
 *
 * Leaving that loop pauses the training: `run()` continues it, and {@link Solver.finish} ends it early. All the state
 * that the next step depends on is in public fields; {@link stateOf} collects it.
 */
export class Solver {
  /** The model to train. */
  readonly model: Model
  /** The training examples. */
  readonly train: Examples
  /** The validation examples, used after each epoch. */
  readonly validation: Examples
  /** All options, with defaults for those that were left out. */
  readonly options: Required<SolverOptions>
  /** The number of batches in the training set, including an incomplete last one. */
  readonly stepsPerEpoch: number

  /** The number of steps taken, over all epochs. */
  step = 0
  /** The state of the update rule for each parameter. */
  optimizerStates: Record<string, object> = {}
  /** The slow weights of lookahead, if the options ask for it. */
  readonly lookahead: Lookahead | undefined
  /** The measurements so far. */
  readonly history: History = { loss: [], trainAccuracy: [], validationAccuracy: [] }
  /** The highest validation accuracy so far, or with `keep: 'last'` the latest; -1 before the first measurement. */
  bestValidationAccuracy = -1
  /** Copies of the parameters that reached it. */
  bestParams: Record<string, Tensor> = {}
  /** Copies of the running averages that belong to them. */
  bestRunningAverages: RunningAverages[] = []

  readonly #pool: BufferPool | undefined

  /**
   * @param model - its params are replaced during training
   * @param data - the examples to train on, and those to select the best parameters with
   * @throws UserError when there is no data, or an option is unknown or invalid
   */
  constructor(model: Model, data: { train: Examples; validation: Examples }, options: SolverOptions) {
    for (const name of ['train', 'validation'] as const) {
      if (data[name].size < 1)
        throw new UserError('data', `The ${name} set is empty; training needs at least one example.`)
    }
    this.model = model
    this.train = data.train
    this.validation = data.validation
    this.options = resolveOptions(options, data.train.size)
    this.stepsPerEpoch = Math.ceil(data.train.size / this.options.batchSize)
    if (this.options.lookahead) this.lookahead = new Lookahead()
    if (this.options.recycle) this.#pool = new BufferPool()
  }

  /** The learning rate of the next step. It follows the schedule and decays after every epoch. */
  get learningRate(): number {
    const { optimizerConfig, learningRateDecay, schedule, epochs } = this.options
    const epochsDone = Math.floor(this.step / this.stepsPerEpoch)
    const progress = this.step / (epochs * this.stepsPerEpoch)
    return optimizerConfig.learningRate * learningRateDecay ** epochsDone * schedule(progress)
  }

  /**
   * Trains to the end, starting or resuming, and reports every step, every batch of an accuracy measurement, and every
   * epoch. At the end the model has the parameters with the best validation accuracy, unless the options say otherwise.
   *
   * @throws UserError when the loss is not finite (the model then has its best parameters so far), or when loss() or
   *   the update rule returns something that does not fit the parameters
   */
  *run(): Generator<StepEvent | MeasureEvent | EpochEvent, void> {
    const { history, options, stepsPerEpoch } = this
    for (let epoch = history.validationAccuracy.length; epoch <= options.epochs; epoch++) {
      if (this.step < epoch * stepsPerEpoch) {
        // The order depends only on seed and epoch, so that training can resume in the middle of an epoch.
        const order = new Random(options.seed, epoch).permutation(this.train.size)
        while (this.step < epoch * stepsPerEpoch) yield this.#takeStep(epoch, order)
      }
      yield yield* this.#endEpoch(epoch)
    }
    this.finish()
  }

  /**
   * Ends training: gives the model the parameters with the best validation accuracy. In the middle of an epoch, the
   * current parameters are measured first and also considered.
   */
  finish(): void {
    const finishing = this.finishing()
    while (!finishing.next().done);
  }

  /** Runs {@link Solver.finish} step by step: yields after each measured batch. */
  *finishing(): Generator<MeasureEvent, void> {
    const stepsMeasured = (this.history.validationAccuracy.length - 1) * this.stepsPerEpoch
    if (this.step !== stepsMeasured) {
      this.#keepIfBest(yield* this.measure(measureAccuracy(this.model, this.validation)))
    }
    this.#restoreBest()
  }

  /** Runs a measurement, such as that of an accuracy, with the same memory pool as training steps. */
  *measure<Result>(measuring: Generator<MeasureEvent, Result>): Generator<MeasureEvent, Result> {
    for (;;) {
      const { done, value } = this.#recycling(() => measuring.next())
      if (done) return value
      yield value
    }
  }

  /** Runs code that makes tensors, in the memory pool if there is one. */
  #recycling<Result>(run: () => Result): Result {
    const { model, optimizerStates, lookahead, train, validation } = this
    if (!this.#pool) return run()
    return this.#pool.step(() => {
      moveToPool(model.params)
      return run()
    }, [model, optimizerStates, lookahead, train, validation])
  }

  #takeStep(epoch: number, order: Uint32Array): StepEvent {
    const { learningRate } = this
    const { batchSize } = this.options
    const step = this.step % this.stepsPerEpoch
    const indices = order.subarray(step * batchSize, (step + 1) * batchSize)
    const loss = this.#recycling(() => this.#learnFrom(indices, epoch))
    if (!Number.isFinite(loss)) {
      this.#restoreBest()
      throw new UserError('not-finite', explainLoss(loss, epoch, step + 1, learningRate))
    }
    this.step++
    this.history.loss.push(loss)
    return { type: 'step', epoch, step: step + 1, loss, examples: indices.length, learningRate }
  }

  /** Updates the parameters, unless the loss is not finite. Returns the loss. */
  #learnFrom(indices: Uint32Array, epoch: number): number {
    const { model, learningRate } = this
    const { optimizerConfig, updateRule, updateRules, weightDecay, decoupledWeightDecay, betaRate } =
      this.options
    const { x, labels } = this.train.batch(indices, epoch)
    const { loss, grads } = model.loss(x, labels)
    if (!Number.isFinite(loss)) return loss
    for (const [name, w] of Object.entries(model.params)) {
      if (model.fixed?.has(name)) continue
      const next = update({
        ruleName: updateRule,
        rule: updateRules[updateRule],
        name,
        w,
        dw: grads[name],
        config: {
          ...optimizerConfig,
          ...this.optimizerStates[name],
          learningRate: isBeta(name) ? betaRate * learningRate : learningRate,
        },
        weightDecay: isWeight(name) ? weightDecay : 0,
        decoupledWeightDecay: decoupledWeightDecay * (learningRate / optimizerConfig.learningRate),
      })
      model.params[name] = next.w
      this.optimizerStates[name] = next.config
    }
    this.lookahead?.after(model, this.step + 1, this.options.epochs * this.stepsPerEpoch)
    return loss
  }

  *#endEpoch(epoch: number): Generator<MeasureEvent, EpochEvent> {
    const trainAccuracy = yield* this.measure(measureAccuracy(this.model, this.#accuracyExamples()))
    const validationAccuracy = yield* this.measure(measureAccuracy(this.model, this.validation))
    this.history.trainAccuracy.push(trainAccuracy)
    this.history.validationAccuracy.push(validationAccuracy)
    this.#keepIfBest(validationAccuracy)
    const event: EpochEvent = { type: 'epoch', epoch, trainAccuracy, validationAccuracy }
    return epoch === 0 ? event : { ...event, loss: this.#meanLossOfEpoch(epoch) }
  }

  /** Returns training examples that are drawn once for all epochs, so that their accuracies are comparable. */
  #accuracyExamples(): Examples {
    const { train, options } = this
    const sample = new Random(options.seed).permutation(train.size).subarray(0, options.accuracySamples)
    return { size: sample.length, batch: (indices) => train.batch(Array.from(indices, (i) => sample[i])) }
  }

  /** Returns the mean loss of an epoch, weighted by batch size: the last batch may be smaller. */
  #meanLossOfEpoch(epoch: number): number {
    const { batchSize } = this.options
    const losses = this.history.loss.slice((epoch - 1) * this.stepsPerEpoch, epoch * this.stepsPerEpoch)
    const total = losses.reduce(
      (sum, loss, i) => sum + loss * Math.min(batchSize, this.train.size - i * batchSize),
      0,
    )
    return total / this.train.size
  }

  #keepIfBest(validationAccuracy: number): void {
    if (this.options.keep === 'best' && validationAccuracy <= this.bestValidationAccuracy) return
    this.bestValidationAccuracy = validationAccuracy
    this.bestParams = copyOf(this.model.params)
    this.bestRunningAverages = (this.model.batchnormParams ?? []).map(copyOfRunning)
  }

  #restoreBest(): void {
    Object.assign(this.model.params, copyOf(this.bestParams))
    restoreRunningAverages(this.model, this.bestRunningAverages.map(copyOfRunning))
  }
}

/**
 * Moves parameters from outside the pool, such as the initial, best or restored ones, into the pool's memory once,
 * where all threads can read them.
 */
function moveToPool(params: Record<string, Tensor>): void {
  for (const [name, { data, shape, dtype }] of Object.entries(params)) {
    if (inWasmMemory(data)) continue
    const moved = empty(shape, dtype)
    // There is no space left, or no WebAssembly.
    if (!inWasmMemory(moved.data)) return
    moved.data.set(data)
    params[name] = moved
  }
}

const copyOf = (params: Record<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(params).map(([name, w]) => [name, w.clone()]))

const copyOfRunning = ({ runningMean, runningVar }: RunningAverages): RunningAverages =>
  runningAveragesOf({ runningMean: runningMean?.clone(), runningVar: runningVar?.clone() })

function explainLoss(loss: number, epoch: number, step: number, learningRate: number): string {
  if (epoch === 1 && step === 1) {
    return (
      `The loss is ${loss} in the very first step, before the network has learned anything. ` +
      'Look for a mistake in loss() or in the initial parameters.'
    )
  }
  return (
    `The loss became ${loss} in epoch ${epoch}, step ${step}. ` +
    `The learning rate of ${Number(learningRate.toPrecision(3))} is probably too high. Try a tenth of it.`
  )
}
