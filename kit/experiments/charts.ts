import { smoothed } from '#kit/training/report/loss-curve.ts'
import type { LineChart } from '#kit/training/report/index.ts'
import type { Outcome, Show } from './experiment.ts'

type Charts = Show['charts']

/** Returns three charts of every training over the epochs: loss, training accuracy and validation accuracy. */
export function courses(outcomes: readonly Outcome[], lossMax?: number): Charts {
  const accuracy = (title: string, of: (outcome: Outcome) => readonly number[]): LineChart => ({
    title,
    xLabel: 'epoch',
    yLabel: 'accuracy in %',
    series: outcomes.map((outcome) => ({
      name: outcome.name,
      values: of(outcome).map((share, epoch) => [epoch, 100 * share] as const),
      points: true,
    })),
  })
  const loss: LineChart = {
    title: 'Training loss, smoothed',
    xLabel: 'epoch',
    yLabel: 'loss',
    xMin: 0,
    yMax: lossMax,
    series: outcomes.map(({ name, history, stepsPerEpoch }) => ({
      name,
      values: smoothed(history.loss).map((value, i) => [(i + 1) / stepsPerEpoch, value] as const),
    })),
  }
  return [
    { name: 'loss', chart: loss },
    { name: 'train', chart: accuracy('Training accuracy', ({ history }) => history.trainAccuracy) },
    {
      name: 'validation',
      chart: accuracy('Validation accuracy', ({ history }) => history.validationAccuracy),
    },
  ]
}

/** Returns three charts of the results over the x of their points: both best accuracies and the final loss. */
export function ranges(outcomes: readonly Outcome[], xLabel: string, lossMax: number): Charts {
  const curves = [...new Set(outcomes.map(({ point }) => point!.curve))]
  const chart = (
    title: string,
    yLabel: string,
    of: (outcome: Outcome) => number,
    yMax?: number,
  ): LineChart => ({
    title,
    xLabel,
    yLabel,
    yMax,
    logX: true,
    series: curves.map((name) => ({
      name,
      points: true,
      values: outcomes
        .filter(({ point }) => point!.curve === name)
        .map((outcome) => [outcome.point!.x, of(outcome)] as const)
        .filter(([, y]) => Number.isFinite(y)),
    })),
  })
  return [
    {
      name: 'train',
      chart: chart('Best training accuracy', 'accuracy in %', (one) => 100 * best(one.history.trainAccuracy)),
    },
    {
      name: 'validation',
      chart: chart(
        'Best validation accuracy',
        'accuracy in %',
        (one) => 100 * best(one.history.validationAccuracy),
      ),
    },
    { name: 'loss', chart: chart('Final training loss', 'loss', finalLoss, lossMax) },
  ]
}

export const best = (accuracies: readonly number[]): number => Math.max(...accuracies)

/** Returns the mean loss of the last tenth of the steps, or NaN if the training diverged. */
export function finalLoss({ history: { loss }, diverged }: Outcome): number {
  if (diverged) return NaN
  const last = loss.slice(-Math.ceil(loss.length / 10))
  return last.reduce((total, value) => total + value, 0) / last.length
}
