import { augmented, loadDataset } from '#data/index.ts'
import { updateRules } from '#kit/layers/index.ts'
import { oneCycle, Solver, type SolverOptions, type UpdateRule } from '#kit/solver/index.ts'
import { FullyConnectedNet } from '../../../solutions/1-fully-connected/fully-connected-net.ts'

const { train, validation } = await loadDataset({ name: 'tiny', scale: true })

/** Creates a run of 3 epochs of 4 steps with everything that must, or must not, be remembered from step to step. */
export function eventfulRun({
  hiddenDim = 6,
  ...options
}: Partial<SolverOptions> & { hiddenDim?: number } = {}) {
  const model = new FullyConnectedNet({
    hiddenDims: [hiddenDim, 5],
    normalization: 'batchnorm',
    dropout: { keepProb: 0.7 },
    seed: 4,
  })
  const data = {
    train: augmented(train.subset(40), { flip: true, shift: 3, seed: 4 }),
    validation: validation.subset(20),
  }
  return new Solver(model, data, {
    updateRules: updateRules as unknown as Record<string, UpdateRule>,
    updateRule: 'adam',
    optimizerConfig: { learningRate: 0.02 },
    learningRateDecay: 0.9,
    schedule: oneCycle(0.4),
    weightDecay: 1e-3,
    batchSize: 11,
    epochs: 3,
    seed: 4,
    recycle: true,
    ...options,
  })
}
