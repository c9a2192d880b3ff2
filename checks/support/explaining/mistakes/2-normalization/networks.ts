import { add, div, map, mean, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import {
  depthOf,
  gradientsThrough,
  positive,
  relu,
  scoresThrough,
  type Block,
  type Parameters,
  type Problem,
} from '../../../definitions/networks.ts'
import {
  columnsStandardized,
  DefinedBatchnorm,
  rowsStandardized,
  type Standardize,
} from '../../../definitions/normalized-scores.ts'
import type { Mistakes } from './normalization.ts'

const keep = { keepDims: true }

/**
 * Returns the results of mistakes in the scores of a network of affine layers, normalization and ReLU.
 *
 * @param standardize - the right standardization
 * @param others - wrong ones, by their causes
 */
function normalizedScoreMistakes(
  x: Tensor,
  params: Parameters,
  standardize: Standardize,
  others: Record<string, Standardize>,
): Mistakes {
  const scaled = (values: Tensor, layer: number): Tensor =>
    add(mul(values, params[`gamma${layer}`]), params[`beta${layer}`])
  const inFront = (way: Standardize) => (h: Tensor, layer: number) => relu(scaled(way(h, layer), layer))
  const through = (hidden: (h: Tensor, layer: number) => Tensor) => () => scoresThrough(x, params, hidden)
  const sameSize = params.gamma2?.size === params.gamma1.size
  return {
    'normalizedNet/nothing-normalized': through(relu),
    'normalizedNet/first-layer-only': through((h, layer) =>
      layer === 1 ? inFront(standardize)(h, layer) : relu(h),
    ),
    'normalizedNet/after-relu': through((h, layer) => scaled(standardize(relu(h), layer), layer)),
    'normalizedNet/relu-twice': through((h, layer) => inFront(standardize)(relu(h), layer)),
    ...(params[`W${depthOf(params)}`].shape[1] === params.gamma1.size && {
      'normalizedNet/scores-normalized': () =>
        scaled(standardize(scoresThrough(x, params, inFront(standardize)), 1), 1),
    }),
    'normalizedNet/no-relu': through((h, layer) => scaled(standardize(h, layer), layer)),
    'normalizedNet/gamma-beta-swapped': through((h, layer) =>
      relu(add(mul(standardize(h, layer), params[`beta${layer}`]), params[`gamma${layer}`])),
    ),
    'normalizedNet/no-gamma-beta': through((h, layer) => relu(standardize(h, layer))),
    ...(sameSize && {
      'normalizedNet/first-gamma-beta': through((h, layer) => relu(scaled(standardize(h, layer), 1))),
    }),
    ...Object.fromEntries(Object.entries(others).map(([sentence, way]) => [sentence, through(inFront(way))])),
  }
}

/** Returns the results of known mistakes in the scores of a network with layer normalization. */
export const layernormScoreMistakes = (x: Tensor, params: Parameters): Mistakes =>
  normalizedScoreMistakes(x, params, rowsStandardized, {
    'normalizedNet/batchnorm-for-layernorm': columnsStandardized,
    'normalizedNet/batchnorm-test-for-layernorm': (h, layer) =>
      new DefinedBatchnorm(params).standardize(h, layer),
  })

/** Returns the results of known mistakes in the scores of a network with batch normalization, as trained so far. */
export function batchnormScoreMistakes(defined: DefinedBatchnorm, x: Tensor): Mistakes {
  const untrained = new DefinedBatchnorm(defined.params)
  return normalizedScoreMistakes(x, defined.params, (h, layer) => defined.standardize(h, layer), {
    'normalizedNet/layernorm-for-batchnorm': rowsStandardized,
    'normalizedNet/own-statistics': columnsStandardized,
    ...(defined.isTrained && {
      'normalizedNet/running-still-zero': (h, layer) => untrained.standardize(h, layer),
    }),
  })
}

interface NormGradients {
  dx: Tensor
  dgamma: Tensor
  dbeta: Tensor
}

/** The parts of the backward pass through normalization and ReLU. */
interface WayBack {
  right: NormGradients
  dout: Tensor
  /** The derivative of the ReLU. */
  gate: Tensor
  /** dout · gate. */
  upstream: Tensor
  /** Computes the gradients of the normalization alone. */
  through: (upstream: Tensor, over?: 0 | 1) => NormGradients
}

/** Returns the mistakes in the gradients of a network with normalization, by the name of the parameter. */
export function normalizedGradientMistakes(problem: Problem, axis: 0 | 1): (name: string) => Mistakes {
  const { params, reg } = problem
  /** Returns blocks of normalization and ReLU whose backward pass is changed by `wrong`. */
  const blocks =
    (wrong: (way: WayBack) => Partial<NormGradients>) =>
    (h: Tensor, layer: number): Block => {
      const [gamma, beta] = [params[`gamma${layer}`], params[`beta${layer}`]]
      const deviation = sub(h, mean(h, axis, keep))
      const std = map(add(mean(mul(deviation, deviation), axis, keep), 1e-5), Math.sqrt)
      const normalized = div(deviation, std)
      const shifted = add(mul(gamma, normalized), beta)
      const through = (upstream: Tensor, over = axis): NormGradients => {
        const dnormalized = mul(upstream, gamma)
        const [level, slope] = [dnormalized, mul(dnormalized, normalized)].map((node) =>
          mean(node, over, keep),
        )
        return {
          dx: div(sub(sub(dnormalized, level), mul(normalized, slope)), std),
          dgamma: sum(mul(upstream, normalized), 0),
          dbeta: sum(upstream, 0),
        }
      }
      const back = (dout: Tensor) => {
        const gate = positive(shifted)
        const upstream = mul(dout, gate)
        const right = through(upstream)
        const { dx, dgamma, dbeta } = { ...right, ...wrong({ right, dout, gate, upstream, through }) }
        return { dx, own: { [`gamma${layer}`]: dgamma, [`beta${layer}`]: dbeta } }
      }
      return { out: relu(shifted), back }
    }
  const ofGamma =
    (name: string) =>
    (gradient: Tensor): Tensor =>
      add(gradient, mul(reg, params[name]))
  const wrongBlocks: Record<string, ReturnType<typeof blocks>> = {
    'normalizedNet/backward-skipped': blocks(({ upstream }) => ({ dx: upstream })),
    'normalizedNet/gradients-swapped': blocks(({ right }) => ({
      dgamma: right.dbeta,
      dbeta: right.dgamma,
    })),
    'normalizedNet/backward-order': blocks(({ dout, gate, through }) => {
      const gradients = through(dout)
      return { ...gradients, dx: mul(gradients.dx, gate) }
    }),
    [axis === 0 ? 'normalizedNet/backward-of-layernorm' : 'normalizedNet/backward-of-batchnorm']: blocks(
      ({ upstream, through }) => ({ dx: through(upstream, axis === 0 ? 1 : 0).dx }),
    ),
  }
  const all = Object.entries(wrongBlocks).map(
    ([sentence, hidden]) => [sentence, () => gradientsThrough(problem, hidden).grads] as const,
  )
  const right = blocks(() => ({}))
  return (name) => ({
    ...Object.fromEntries(all.map(([sentence, grads]) => [sentence, () => grads()[name]])),
    ...(/^(gamma|beta)/.test(name) && {
      'normalizedNet/gamma-beta-regularized': () =>
        ofGamma(name)(gradientsThrough(problem, right).grads[name]),
    }),
  })
}
