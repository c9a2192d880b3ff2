import { full, Random, randn, Tensor, zeros } from '#kit/tensor/index.ts'
import type { EpochEvent, Examples, Model, Solver, SolverOptions } from '#kit/solver/index.ts'
import * as updateRules from '../../../solutions/1-fully-connected/optimizers.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'

/** Creates examples of several classes around points so far apart that a straight line separates any two classes. */
export function clusters(size: number, { classes = 3, seed = 1 } = {}): Examples {
  const noise = randn([size, classes], { random: new Random(seed), scale: 0.1, dtype: 'float32' })
  const labels = Uint8Array.from({ length: size }, (_, n) => n % classes)
  labels.forEach((label, n) => (noise.data[n * classes + label] += 2))
  return {
    size,
    batch: (indices) => ({
      x: new Tensor(
        Float32Array.from(
          Array.from(indices).flatMap((n) => [...noise.data.subarray(n * classes, (n + 1) * classes)]),
        ),
        [indices.length, classes],
      ),
      labels: Uint8Array.from(indices, (n) => labels[n]),
    }),
  }
}

/** Creates examples whose input is their own number and whose class is always 0. */
export function numbered(size: number): Examples {
  return {
    size,
    batch: (indices) => ({
      x: new Tensor(Float64Array.from(indices), [indices.length, 1]),
      labels: new Uint8Array(indices.length),
    }),
  }
}

/** A model that learns nothing: a test chooses its loss, gradients and scores. */
export class FakeModel implements Model {
  readonly params: Record<string, Tensor> = { w: zeros([2]), b: zeros([1]) }
  readonly batches: number[][] = []
  #loss: (numbers: number[], call: number) => number
  constructor(loss: (numbers: number[], call: number) => number = () => 1) {
    this.#loss = loss
  }
  loss(x: Tensor): { loss: number; grads: Record<string, Tensor> } {
    this.batches.push([...x.data])
    return { loss: this.#loss([...x.data], this.batches.length), grads: { w: full([2], 1), b: full([1], 1) } }
  }
  scores(x: Tensor): Tensor {
    return zeros([x.shape[0], 2])
  }
}

export const twoLayerNet = () =>
  new TwoLayerNet({ inputDim: 3, hiddenDim: 8, numClasses: 3, weightScale: 0.1, seed: 3 })

export const data = () => ({ train: clusters(40), validation: clusters(15, { seed: 2 }) })

export const options = (more: Partial<SolverOptions> = {}): SolverOptions => ({
  updateRules,
  optimizerConfig: { learningRate: 0.01 },
  ...more,
})

export const runToEnd = (solver: Solver): EpochEvent[] =>
  [...solver.run()].filter((event) => event.type === 'epoch')
