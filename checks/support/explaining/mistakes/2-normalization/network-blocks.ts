import { add, div, map, matmul, max, mean, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import type { Mistakes } from './normalization.ts'

// Fully connected networks computed from their definition, with blocks that can be combined wrongly.

/** Parameters W1, b1, gamma1, beta1, W2, ... or their gradients. */
export type Parameters = Record<string, Tensor>

/** The part of a hidden layer after its affine part: its output and its backward pass. */
export interface Block {
  out: Tensor
  /** Computes the gradients of the block's input and of its own parameters from the upstream gradient. */
  back: (dout: Tensor) => { dx: Tensor; own?: Parameters }
}

export const relu = (x: Tensor): Tensor => map(x, (value) => Math.max(0, value))
/** Returns 1 where x is positive and 0 elsewhere. */
export const positive = (x: Tensor): Tensor => map(x, (value) => Number(value > 0))
const keep = { keepDims: true }
const depthOf = (params: Parameters): number =>
  Object.keys(params).filter((name) => name.startsWith('W')).length
const affine = (x: Tensor, params: Parameters, layer: number): Tensor =>
  add(matmul(x, params[`W${layer}`]), params[`b${layer}`])

/** Returns the scores of a network whose hidden layers are an affine layer followed by `hidden`. */
export function scoresThrough(
  x: Tensor,
  params: Parameters,
  hidden: (h: Tensor, layer: number) => Tensor,
): Tensor {
  const depth = depthOf(params)
  let out = x.reshape([x.shape[0], -1])
  for (let layer = 1; layer < depth; layer++) out = hidden(affine(out, params, layer), layer)
  return affine(out, params, depth)
}

/** A network and a batch for it. */
export interface Problem {
  x: Tensor
  labels: ArrayLike<number>
  params: Parameters
  reg: number
}

/** Returns the softmax loss of scores and its gradient. */
function softmax(scores: Tensor, labels: ArrayLike<number>): { loss: number; dscores: Tensor } {
  const [N, C] = scores.shape
  const powers = map(sub(scores, max(scores, 1, keep)), Math.exp)
  const probabilities = div(powers, sum(powers, 1, keep))
  const isRight = (i: number): boolean => i % C === labels[Math.floor(i / C)]
  const loss = -sum(map(probabilities, (value, i) => (isRight(i) ? Math.log(value) / N : 0)))
  return { loss, dscores: map(probabilities, (value, i) => (value - Number(isRight(i))) / N) }
}

/**
 * Returns the loss of a network whose hidden layers are affine and then `hidden`, and the gradients of all parameters.
 */
export function gradientsThrough(
  { x, labels, params, reg }: Problem,
  hidden: (h: Tensor, layer: number) => Block,
): { loss: number; grads: Parameters } {
  const depth = depthOf(params)
  const inputs = [x.reshape([x.shape[0], -1])]
  const blocks: Block[] = []
  for (let layer = 1; layer < depth; layer++) {
    blocks.push(hidden(affine(inputs[layer - 1], params, layer), layer))
    inputs.push(blocks[layer - 1].out)
  }
  let { loss, dscores: upstream } = softmax(affine(inputs[depth - 1], params, depth), labels)
  const grads: Parameters = {}
  for (let layer = depth; layer >= 1; layer--) {
    const W = params[`W${layer}`]
    loss += 0.5 * reg * sum(mul(W, W))
    grads[`W${layer}`] = add(matmul(inputs[layer - 1], upstream, { transposeA: true }), mul(reg, W))
    grads[`b${layer}`] = sum(upstream, 0)
    if (layer === 1) break
    const { dx, own } = blocks[layer - 2].back(matmul(upstream, W, { transposeB: true }))
    Object.assign(grads, own)
    upstream = dx
  }
  return { loss, grads }
}

/** Subtracts the mean and divides by the standard deviation: a normalization without gamma and beta. */
export type Standardize = (h: Tensor, layer: number) => Tensor

/**
 * Returns the results of mistakes in the scores of a network of affine layers, normalization and ReLU.
 *
 * @param standardize - the right standardization
 * @param others - wrong ones, by their causes
 */
export function normalizedScoreMistakes(
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
