import { percent } from '#kit/text/quantities.ts'
import { best, finalLoss } from './charts.ts'
import type { Outcome, Show } from './experiment.ts'

/** Returns an experiment's results as rows of text, headings first: one row per training, or per curve of a range. */
export function table(outcomes: readonly Outcome[], { column }: Show): string[][] {
  const overRange = outcomes.some(({ point }) => point)
  const headings = [
    '',
    ...(overRange ? ['best at'] : []),
    'final loss',
    'best train',
    'best validation',
    ...(column ? [column.heading] : []),
  ]
  const row = (outcome: Outcome): string[] => [
    outcome.point?.curve ?? outcome.name,
    ...(outcome.point ? [outcome.point.x.toPrecision(2)] : []),
    outcome.diverged ? 'diverged' : finalLoss(outcome).toFixed(3),
    percent(best(outcome.history.trainAccuracy)),
    percent(best(outcome.history.validationAccuracy)),
    ...(column ? [column.cell(outcome)] : []),
  ]
  return [headings, ...(overRange ? bestOfEachCurve(outcomes) : outcomes).map(row)]
}

function bestOfEachCurve(outcomes: readonly Outcome[]): Outcome[] {
  const byCurve = Map.groupBy(outcomes, ({ point }) => point?.curve)
  return Array.from(byCurve.values(), (curve) =>
    curve.reduce((most, one) =>
      best(one.history.trainAccuracy) > best(most.history.trainAccuracy) ? one : most,
    ),
  )
}
