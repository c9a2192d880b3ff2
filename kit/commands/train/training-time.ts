import {
  restoreRunningAverages,
  stateOf,
  type MeasureEvent,
  type RunningAverages,
  type Solver,
} from '#kit/solver/index.ts'

/** How many steps are tried. The first ones are slower, until the machine has compiled the code, so they do not count. */
const [TRIED, COUNTED] = [4, 2]

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
  const perStep = next.value.slice(-COUNTED).reduce((sum, time) => sum + time, 0) / COUNTED
  return perStep * (options.epochs * stepsPerEpoch - step)
}

/** Computes some gradients, and returns the time that each took in milliseconds. */
function* tried({ model, train, options }: Solver): Generator<MeasureEvent, number[]> {
  const indices = Uint32Array.from({ length: Math.min(options.batchSize, train.size) }, (_, i) => i)
  const times: number[] = []
  while (times.length < TRIED) {
    const start = performance.now()
    const { x, labels } = train.batch(indices, 1)
    model.loss(x, labels)
    times.push(performance.now() - start)
    yield { type: 'measure', done: times.length, total: TRIED }
  }
  return times
}

const copyOf = ({ runningMean, runningVar }: RunningAverages): RunningAverages => ({
  runningMean: runningMean?.clone(),
  runningVar: runningVar?.clone(),
})
