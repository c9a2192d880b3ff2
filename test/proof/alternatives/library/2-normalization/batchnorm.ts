import { add, map, mean, mul, sub, sum, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { BatchnormGradients, BatchnormParams, BatchnormSteps } from '#work/2-normalization/batchnorm.ts'

// The forward pass keeps every node of the graph by name, in a Map; the backward passes look up what they need. The
// variance is taken of the distances from the first example, which is the same and as exact.

type Graph = Map<string, Tensor>

const EPSILON = 1e-5
const MOMENTUM = 0.9

function normalizedBy(graph: Graph, average: Tensor, variance: Tensor, epsilon: number) {
  const inverse = map(variance, (value) => 1 / Math.sqrt(value + epsilon))
  const centred = sub(graph.get('x')!, average)
  const normalized = mul(centred, inverse)
  graph.set('centred', centred).set('normalized', normalized).set('inverse', inverse)
  return {
    out: add(mul(normalized, graph.get('gamma')!), graph.get('beta')!),
    cache: graph,
    mode: 'normalized',
  }
}

export function batchnormForward(x: Tensor, gamma: Tensor, beta: Tensor, params: BatchnormParams) {
  const graph: Graph = new Map(Object.entries({ x, gamma, beta }))
  const { epsilon = EPSILON, momentum = MOMENTUM } = params
  const [D] = gamma.shape
  const { runningMean = zerosLike(gamma), runningVar = zerosLike(gamma) } = params
  const before = { runningMean, runningVar }
  switch (params.mode) {
    case 'train': {
      const first = map(gamma, (_, d) => x.data[d])
      const shifted = sub(x, first)
      const average = mean(shifted, 0)
      const variance = sub(mean(mul(shifted, shifted), 0), mul(average, average))
      const measured = {
        runningMean: add(first, average),
        runningVar: map(variance, (value) => Math.max(0, value)),
      }
      for (const name of ['runningMean', 'runningVar'] as const) {
        params[name] = add(mul(before[name], momentum), mul(measured[name], 1 - momentum)).reshape([D])
      }
      return normalizedBy(graph, measured.runningMean, measured.runningVar, epsilon)
    }
    case 'test':
      return normalizedBy(graph, runningMean, runningVar, epsilon)
    default:
      throw new RangeError(`batchnormForward: mode must be 'train' or 'test'`)
  }
}

export function batchnormBackwardSteps(dout: Tensor, graph: Graph): BatchnormSteps & { graph: Graph } {
  const [gamma, inverse, centred] = ['gamma', 'inverse', 'centred'].map((name) => graph.get(name)!)
  const dnormalized = mul(dout, gamma)
  const dinverse = sum(mul(dnormalized, centred), 0)
  const dvariance = map(dinverse, (value, d) => (-value / 2) * inverse.data[d] ** 3)
  const dmean = map(sum(dnormalized, 0), (value, d) => -value * inverse.data[d])
  return { dnormalized, dvariance, dmean, graph }
}

export function batchnormBackward(dout: Tensor, graph: Graph): BatchnormGradients {
  const { dnormalized, dvariance, dmean } = batchnormBackwardSteps(dout, graph)
  const [inverse, centred, normalized] = ['inverse', 'centred', 'normalized'].map((name) => graph.get(name)!)
  const [N, D] = dout.shape
  const dx = map(dnormalized, (value, i) => {
    const d = i % D
    return value * inverse.data[d] + (2 * centred.data[i] * dvariance.data[d] + dmean.data[d]) / N
  })
  return Object.freeze({ dx, dbeta: sum(dout, [0]), dgamma: sum(mul(normalized, dout), [0]) })
}

export function batchnormBackwardAlt(dout: Tensor, graph: Graph): BatchnormGradients {
  const [inverse, gamma, normalized] = ['inverse', 'gamma', 'normalized'].map((name) => graph.get(name)!)
  const [N] = dout.shape
  const [dbeta, dgamma] = [sum(dout, 0), sum(mul(normalized, dout), 0)]
  const inner = sub(sub(mul(dout, N), dbeta), mul(dgamma, normalized))
  return { dbeta, dgamma, dx: mul(inner, mul(mul(gamma, inverse), 1 / N)) }
}
