import { expect, test } from 'vitest'
import { updateRules } from '#kit/layers/index.ts'
import {
  affine,
  convBatchnormRelu,
  convPoolBatchnormRelu,
  convRelu,
  Network,
  scaled,
} from '#kit/network/index.ts'
import { Solver, type UpdateRule } from '#kit/solver/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { identityFilters } from '../../../solutions/6-cifar10/identity-filters.ts'

// A small network with everything that `speedrun` has. PyTorch 1.13 has trained it for 7 steps in float64.

/** Returns numbers between -1 and 1 that Python computes alike. */
function waves(shape: readonly number[], start: number): Tensor {
  const count = shape.reduce((product, length) => product * length, 1)
  return new Tensor(
    Float64Array.from({ length: count }, (_, i) => Math.sin(start + 0.7 * i + 0.01 * i * i)),
    shape,
  )
}

const x = waves([4, 3, 6, 6], 1)
const batchnorm = { gamma: false, momentum: 0.6, epsilon: 1e-12 }
const filters = { start: (w: Tensor) => identityFilters(waves(w.shape, w.size)), batchnorm }

function build(): Network {
  const fit = (images: Tensor) => waves([6, images.shape[1], 2, 2], 2)
  const net = new Network({
    layers: [
      convRelu(6, { size: 2, pad: 0, fit }),
      convPoolBatchnormRelu(8, { padEnd: 0, ...filters }),
      convBatchnormRelu(8, filters),
      affine(3),
      scaled(1 / 9),
    ],
    inputShape: [3, 6, 6],
    labelSmoothing: 0.2,
    dtype: 'float64',
  })
  net.fit(x)
  net.params.W4 = waves(net.params.W4.shape, 3)
  return net
}

test('a fast training takes the steps of PyTorch', () => {
  const examples = { size: 4, batch: () => ({ x, labels: [0, 2, 1, 2] }) }
  const net = build()
  const solver = new Solver(
    net,
    { train: examples, validation: examples },
    {
      updateRules: updateRules as unknown as Record<string, UpdateRule>,
      updateRule: 'nesterovMomentum',
      optimizerConfig: { learningRate: 0.2, momentum: 0.85 },
      betaRate: 4,
      decoupledWeightDecay: 0.01,
      lookahead: true,
      batchSize: 4,
      epochs: 7,
    },
  )
  for (const event of solver.run()) if (event.type === 'step' && solver.step === 7) break
  solver.history.loss.forEach((loss, step) => expect(loss).toBeCloseTo(ofPyTorch.loss[step], 12))
  expect(solver.history.loss).toHaveLength(7)
  const { gamma2: _, gamma3: __, ...sums } = sumsOf(net)
  expect(Object.keys(sums)).toEqual(Object.keys(ofPyTorch.sums))
  for (const [name, sum] of Object.entries(ofPyTorch.sums)) expect(sums[name], name).toBeCloseTo(sum, 12)
})

/** The loss of each step, and {@link sumsOf} at the end. PyTorch has no gamma here. */
const ofPyTorch = {
  loss: [
    1.0640531823191426, 0.8071793472900954, 0.7187241853829305, 0.6613742773373021, 0.6300982407297894,
    0.6062907140984215, 0.588063122931404,
  ],
  sums: {
    W1: 9.219889118356273,
    b1: -0.08412607368346059,
    W2: -4.347286306891344,
    b2: 0,
    beta2: -0.26521933737281544,
    W3: -0.08340071063927629,
    b3: 0,
    beta3: -0.15786458234341524,
    W4: 8.658383632167595,
    b4: -0.03407011965699598,
    runningMean1: 5.49651184503635,
    runningVar1: 9.182458623606959,
    runningMean2: 0.5792337062786057,
    runningVar2: 0.32072930636445646,
  },
}

/** Returns a sum over each parameter and running average in which every element has a weight of its own. */
function sumsOf(net: Network): Record<string, number> {
  const averages = net.batchnormParams.flatMap(({ runningMean, runningVar }, i) => [
    [`runningMean${i + 1}`, runningMean!],
    [`runningVar${i + 1}`, runningVar!],
  ]) as [string, Tensor][]
  const all = [...Object.entries(net.params), ...averages]
  return Object.fromEntries(
    all.map(([name, { data }]) => [
      name,
      Array.from(data).reduce((sum, value, i) => sum + value * Math.sin(i + 1), 0),
    ]),
  )
}
