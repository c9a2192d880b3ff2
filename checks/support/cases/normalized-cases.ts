import fc from 'fast-check'
import { map, randn, type Random, type Tensor, type DType } from '#kit/tensor/index.ts'
import { labelled, size, tensors } from './arbitraries.ts'
import {
  dividedBy4,
  type NetworkCase,
  type NetworkOptions,
  type ParameterShapes,
} from '../networks/network.ts'
import { spreadOut } from './normalization.ts'
import type { Network } from '../running/work.ts'

export type Normalization = 'batchnorm' | 'layernorm'

/**
 * Returns the shapes of W1, b1, gamma1, beta1, W2, ... for layers of these sizes, including the input and the classes.
 */
export const shapesOf = (dims: readonly number[]): ParameterShapes =>
  Object.fromEntries(
    dims.slice(1).flatMap((fanOut, i) => {
      const affine = [[`W${i + 1}`, [dims[i], fanOut]] as const, [`b${i + 1}`, [fanOut]] as const]
      const isLast = i === dims.length - 2
      return isLast ? affine : [...affine, [`gamma${i + 1}`, [fanOut]], [`beta${i + 1}`, [fanOut]]]
    }),
  )

/** Draws random parameters for layers of these sizes. */
export const randomParams = (dims: readonly number[], random: Random): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(shapesOf(dims)).map(([name, shape]) => [name, randn(shape, { random })]))

/** Creates a network of the work under test. */
type Create = (options: {
  inputDim: number
  hiddenDims: readonly number[]
  numClasses?: number
  normalization: Normalization
  dtype: DType
  reg?: number
}) => Network

interface NormalizedCase extends NetworkCase {
  /** The options to show with a failure. */
  options: { normalization: Normalization; hiddenDims: readonly number[] }
}

/** Replaces zeros in gamma and beta. Where both are 0, a whole column lies on the kink of the ReLU. */
const awayFromZero = (params: Record<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(params).map(([name, parameter]) => [
      name,
      /^(gamma|beta)/.test(name) ? map(parameter, (value) => value || 0.5) : parameter,
    ]),
  )

/** Networks of one or two hidden layers with random parameters, and five or six examples that are spread out. */
export const casesOf = (
  create: Create,
  normalizations: fc.Arbitrary<Normalization>,
): fc.Arbitrary<NormalizedCase> =>
  tensors(
    fc.record({
      normalization: normalizations,
      batch: fc.record({ N: size(5, 6), labelled: labelled(6, 3, 2) }),
      inputDim: size(2, 3),
      hiddenDims: fc.array(size(3, 4), { minLength: 1, maxLength: 2 }),
    }),
    ({
      batch: {
        N,
        labelled: { C },
      },
      inputDim,
      hiddenDims,
    }) => ({
      x: [N, inputDim],
      ...shapesOf([inputDim, ...hiddenDims, C]),
    }),
  ).map(({ normalization, batch, inputDim, hiddenDims, x, ...params }) => {
    const {
      N,
      labelled: { C, labels },
    } = batch
    const options = { normalization, hiddenDims }
    const biases = hiddenDims.map((_, i) => `b${i + 1}`)
    return {
      options,
      create: (own: NetworkOptions) =>
        create({ ...options, inputDim, numClasses: C, dtype: 'float64', ...own }),
      params: awayFromZero(dividedBy4(params as Record<string, Tensor>)),
      x: spreadOut(x),
      labels: Array.from({ length: N }, (_, n) => labels[n % labels.length]),
      ...(normalization === 'batchnorm' && {
        randomOrNormalized: true,
        biasesWithoutEffect: biases,
      }),
    }
  })
