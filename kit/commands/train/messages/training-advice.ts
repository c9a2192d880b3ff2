import {
  fittingAdvice,
  initialLossAdvice,
  leapAdvice,
  learningRateAdvice,
  updateRatioAdvice,
} from '#kit/training/report/advice.ts'
import {
  isWeight,
  type EpochEvent,
  type MeasureEvent,
  type Solver,
  type StepEvent,
} from '#kit/solver/index.ts'
import { mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import { ask } from '../first-checks/ask-diagnostics.ts'

type Diagnostics = typeof import('#work/5-training/diagnostics.ts')
type Params = Readonly<Record<string, Tensor>>

/** A network has learned nothing while its loss differs from the initial loss by at most this share of it. */
const NEARLY = 0.02

/**
 * Collects what the learner's diagnostics of Part 5 say about a training run, in plain sentences: about the first loss,
 * about the update ratios at the end of the first epoch, and about the curves at the end. A function that is not
 * written yet or fails affects only its own output.
 */
export class TrainingAdvice {
  readonly #solver: Solver
  readonly #numClasses: number
  readonly #reg: number
  /** The parameters before and after the last step. */
  #params: readonly [before: Params, after: Params]
  /** The regularization loss after the last epoch. */
  #penalty: number
  /** Whether the first update was larger than the weights themselves. */
  #leapt = false

  /**
   * @param solver - a solver that has not started, of a network with a softmax loss
   * @param reg - the strength of its L2 regularization, which is not part of the expected loss
   */
  constructor(solver: Solver, { numClasses, reg }: { numClasses: number; reg: number }) {
    this.#solver = solver
    this.#numClasses = numClasses
    this.#reg = reg
    this.#params = [solver.model.params, { ...solver.model.params }]
    this.#penalty = penaltyOf(solver.model.params, reg)
  }

  /** Returns the lines to print after an event, usually none. Call it after every event. */
  async after(event: StepEvent | MeasureEvent | EpochEvent): Promise<string[]> {
    if (event.type === 'epoch') this.#penalty = penaltyOf(this.#solver.model.params, this.#reg)
    if (event.type !== 'step' || event.epoch !== 1) return []
    // A step replaces each parameter by a new tensor, and the old tensors stay intact until the next step.
    this.#params = [this.#params[1], { ...this.#solver.model.params }]
    const lines: string[] = []
    if (event.step === 1) {
      this.#leapt = !(squaredLength(differences(...this.#params)) <= squaredLength(this.#params[0]))
      lines.push(...(await askDiagnostics((instruments) => [this.#initialLoss(instruments, event.loss)])))
    }
    // Not when the epoch is measured: a run stopped before that has lost the step's parameters when it resumes.
    if (event.step === this.#solver.stepsPerEpoch) {
      lines.push(...(await askDiagnostics((instruments) => this.#updateRatios(instruments))))
    }
    return lines
  }

  /** Returns the lines to print at the end of the run, or when it was stopped. */
  async atEnd(): Promise<string[]> {
    const { history } = this.#solver
    if (history.loss.length === 0) return []
    const curve = await this.#learningRate()
    const train = history.trainAccuracy.slice(1)
    const validation = history.validationAccuracy.slice(1)
    if (train.length === 0) return curve
    const fit = await askDiagnostics((instruments) => [
      fittingAdvice(train.at(-1)!, validation.at(-1)!, instruments.judgeFitting(train, validation)),
    ])
    return [...curve, ...fit]
  }

  #initialLoss({ expectedInitialLoss }: Diagnostics, loss: number): string {
    const dataLoss = loss - penaltyOf(this.#params[0], this.#reg)
    return initialLossAdvice(dataLoss, expectedInitialLoss(this.#numClasses, 'softmax'))
  }

  async #learningRate(): Promise<string[]> {
    const { history, options } = this.#solver
    const { learningRate } = options.optimizerConfig
    // A loss is measured before its step. After a single step, the curve does not show the effect of that step.
    if (history.loss.length === 1) return this.#leapt ? [leapAdvice(learningRate)] : []
    return askDiagnostics((instruments) => [
      learningRateAdvice(
        learningRate,
        instruments.judgeLearningRate(history.loss),
        this.#hasLearnedNothing(instruments),
      ),
    ])
  }

  /** Returns whether all scores are still nearly equal. Adam or a weight penalty can hide that from the ratios. */
  #hasLearnedNothing({ readCurve }: Diagnostics): boolean {
    const withoutOpinion = Math.log(this.#numClasses)
    const dataLoss = readCurve(this.#solver.history.loss).last - this.#penalty
    return Math.abs(dataLoss - withoutOpinion) <= NEARLY * withoutOpinion
  }

  #updateRatios({ updateRatio, judgeUpdateRatio, vanishingLayers }: Diagnostics): string[] {
    const [before, after] = this.#params
    const { fixed } = this.#solver.model
    const trained = weightNames(before).filter((name) => !fixed?.has(name))
    const ratios = Object.fromEntries(trained.map((name) => [name, updateRatio(before[name], after[name])]))
    const vanished = vanishingLayers(ratios)
    const verdictOf = (name: string): string =>
      vanished.includes(name) ? 'vanished' : judgeUpdateRatio(ratios[name])
    const groups = Object.groupBy(Object.keys(ratios), verdictOf)
    return Object.entries(groups).map(([verdict, names = []]) => {
      const group = Object.fromEntries(names.map((name) => [name, ratios[name]]))
      return updateRatioAdvice(group, verdict, 'vanished' in groups)
    })
  }
}

/** Returns the L2 regularization loss. */
const penaltyOf = (params: Params, reg: number): number =>
  0.5 * reg * weightNames(params).reduce((total, name) => total + sum(mul(params[name], params[name])), 0)

/** Returns the squared length of all weights together. */
const squaredLength = (params: Params): number => penaltyOf(params, 2)

const differences = (before: Params, after: Params): Params =>
  Object.fromEntries(weightNames(before).map((name) => [name, sub(after[name], before[name])]))

const weightNames = (params: Params): string[] => Object.keys(params).filter(isWeight)

/** Returns the lines that the learner's diagnostics produce. */
export const askDiagnostics = (
  lines: (diagnostics: Diagnostics) => string[] | Promise<string[]>,
): Promise<string[]> => ask('diagnostics.ts', () => import('#work/5-training/diagnostics.ts'), lines)
