import type { Model, RunningAverages } from '#kit/network/index.ts'

/** Returns the running averages of one batch normalization without its settings. */
export const runningAveragesOf = ({ runningMean, runningVar }: RunningAverages): RunningAverages => ({
  runningMean,
  runningVar,
})

/** Restores the running averages of each batch normalization of a model. */
export function restoreRunningAverages(model: Model, averages: readonly RunningAverages[]): void {
  averages.forEach((saved, i) => Object.assign(model.batchnormParams?.[i] ?? {}, runningAveragesOf(saved)))
}
