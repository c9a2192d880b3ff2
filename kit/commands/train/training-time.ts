import {
  restoreRunningAverages,
  stateOf,
  type MeasureEvent,
  type RunningAverages,
  type Solver,
} from '#kit/solver/index.ts'

/** Steps are tried for this time, in milliseconds, and at least this number of them. */
const [TRIED, FEWEST] = [2000, 3]

/**
 * Estimates how long a training will take, in milliseconds. Tries the loss and its gradients on a few batches. The
 * solver and its network are unchanged afterwards.
 */
export function estimatedTime(solver: Solver): number {
  const { model, options, stepsPerEpoch, step } = solver
  const { masksPosition, runningAverages } = stateOf(solver)
  const before = runningAverages.map(copyOf)
  const trying = solver.measure(tried(solver))
  let next = trying.next()
  while (!next.done) next = trying.next()
  if (model.masks) model.masks.position = masksPosition ?? 0
  restoreRunningAverages(model, before)
  // The first steps are slower, and so are those during which the machine had other work.
  return Math.min(...next.value) * (options.epochs * stepsPerEpoch - step)
}

/** Computes some gradients, and returns the time that each took in milliseconds. */
function* tried({ model, train, options }: Solver): Generator<MeasureEvent, number[]> {
  const indices = Uint32Array.from({ length: Math.min(options.batchSize, train.size) }, (_, i) => i)
  const times: number[] = []
  const end = performance.now() + TRIED
  while (times.length < FEWEST || performance.now() < end) {
    const start = performance.now()
    const { x, labels } = train.batch(indices, 1)
    model.loss(x, labels)
    times.push(performance.now() - start)
    yield { type: 'measure', done: times.length, total: FEWEST }
  }
  return times
}

const copyOf = ({ runningMean, runningVar }: RunningAverages): RunningAverages => ({
  runningMean: runningMean?.clone(),
  runningVar: runningVar?.clone(),
})
