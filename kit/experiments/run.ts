import { setImmediate } from 'node:timers/promises'
import type { Outcome, Training } from './experiment.ts'
import { isUserError } from '#kit/system/user-error.ts'

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
 * @throws UserError when the work under test returns something that does not fit
 */
export async function runTraining(
  { name, point, create }: Training,
  { onStep, signal }: Progress,
): Promise<Outcome | undefined> {
  const solver = create()
  const steps = solver.stepsPerEpoch * solver.options.epochs
  let diverged = false
  try {
    for (const event of solver.run()) {
      if (event.type !== 'measure') onStep(solver.step / steps)
      await setImmediate()
      if (signal.aborted) return undefined
    }
  } catch (error) {
    diverged = isUserError(error, 'not-finite') && solver.step > 0
    if (!diverged) throw error
    onStep(1)
  }
  const { history, stepsPerEpoch, model } = solver
  return { name, point, history, stepsPerEpoch, diverged, model }
}
