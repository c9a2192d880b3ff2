import type { Model, RunningAverages } from '#kit/network/index.ts'

/** The running averages of one batch normalization without its settings. */
export const runningAveragesOf = ({ runningMean, runningVar }: RunningAverages): RunningAverages => ({
  runningMean,
  runningVar,
})

/** Gives a model back the running averages of each of its batch normalizations. */
export function restoreRunningAverages(model: Model, averages: readonly RunningAverages[]): void {
  averages.forEach((saved, i) => Object.assign(model.batchnormParams?.[i] ?? {}, runningAveragesOf(saved)))
}
