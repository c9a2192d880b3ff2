import { setImmediate } from 'node:timers/promises'
import { SolverError, type Model } from '#kit/solver/index.ts'
import type { Outcome, Training } from './experiment.ts'

/** What {@link runTraining} tells while it works. */
export interface Progress {
  /** Called after each step, with the share of the training that is done, 0 to 1. */
  onStep(share: number): void
  /** Ends the training when it is aborted. */
  signal: AbortSignal
}

/**
 * Trains one network to its end. A loss that is not finite any more is a result as well: training stops there.
 *
 * @returns what became of it, or nothing if it was aborted
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

/** Watches the losses that a model computes; the function returned gives the last one. */
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
