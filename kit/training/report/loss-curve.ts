import type { Solver } from '#kit/solver/index.ts'
import { lineChart } from './line-chart.ts'

/**
 * Draws a training run as an SVG picture of 640 x 360: the loss of every step as a thin line, the smoothed loss, and
 * the training and validation accuracies before training and after each epoch, in percent on the right axis.
 *
 * @param solver - one that has run, to its end or not
 */
export function lossCurve(
  title: string,
  { history, stepsPerEpoch }: Pick<Solver, 'history' | 'stepsPerEpoch'>,
): string {
  const atStep = (values: readonly number[]) => values.map((y, i) => [i + 1, y] as const)
  const atEpoch = (accuracies: readonly number[]) =>
    accuracies.map((share, epoch) => [epoch * stepsPerEpoch, 100 * share] as const)
  return lineChart({
    title,
    xLabel: 'step',
    yLabel: 'loss',
    rightLabel: 'accuracy in %',
    series: [
      { name: 'loss', values: atStep(history.loss), thin: true },
      { name: 'smoothed loss', values: atStep(smoothed(history.loss)) },
      { name: 'train accuracy', values: atEpoch(history.trainAccuracy), right: true },
      { name: 'validation accuracy', values: atEpoch(history.validationAccuracy), right: true },
    ],
  })
}

/**
 * Computes an exponential moving average over about `length` values, with Adam's bias correction, so that it begins at
 * the first value.
 */
export function smoothed(values: readonly number[], length = 20): number[] {
  const decay = 1 - 1 / length
  let average = 0
  return values.map((value, i) => {
    average = decay * average + (1 - decay) * value
    return average / (1 - decay ** (i + 1))
  })
}
