import { setImmediate } from 'node:timers/promises'
import { SolverError, type Model } from '#kit/solver/index.ts'
import type { Outcome, Training } from './experiment.ts'

/** The callbacks of {@link runTraining}. */
export interface Progress {
  /** Called after each step with the completed share of the training, 0 to 1. */
  onStep(share: number): void
  /** Ends the training when it is aborted. */
  signal: AbortSignal
}

/**
 * Trains one network to its end. If the loss stops being finite, the training ends there, which is a valid result.
 *
 * @returns the result, or undefined if it was aborted
 * @throws SolverError when the work under test returns something that does not fit
 */
export async function runTraining(
  { name, point, create }: Training,
  { onStep, signal }: Progress,
): Promise<Outcome | undefined> {
  const solver = create()
  const lastLoss = watchLoss(solver.model)
  const steps = solver.stepsPerEpoch * solver.options.epochs
  let diverged = false
  try {
    for (const event of solver.run()) {
      if (event.type !== 'measure') onStep(solver.step / steps)
      await setImmediate()
      if (signal.aborted) return undefined
    }
  } catch (error) {
    diverged = error instanceof SolverError && solver.step > 0 && !Number.isFinite(lastLoss())
    if (!diverged) throw error
    onStep(1)
  }
  const { history, stepsPerEpoch, model } = solver
  return { name, point, history, stepsPerEpoch, diverged, model }
}

/** Records the losses that a model computes. Returns a function that returns the last one. */
function watchLoss(model: Model): () => number {
  const loss = model.loss.bind(model)
  let last = 0
  model.loss = (x, labels) => {
    const result = loss(x, labels)
    last = result.loss
    return result
  }
  return () => last
}
