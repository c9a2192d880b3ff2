import { isWeight } from '#kit/solver/weights.ts'
import { add, div, map, matmul, max, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'

// Fully connected networks, computed from their definition.

/** Parameters W1, b1, gamma1, beta1, W2, ... or their gradients. */
export type Parameters = Record<string, Tensor>

/** The part of a hidden layer after its affine part: its output and its backward pass. */
export interface Block {
  out: Tensor
  /** Computes the gradients of the block's input and of its own parameters from the upstream gradient. */
  back: (dout: Tensor) => { dx: Tensor; own?: Parameters }
}

/** Returns x where it is positive and 0 elsewhere. */
export const relu = (x: Tensor): Tensor => map(x, (value) => Math.max(0, value))

/** Returns 1 where x is positive and 0 elsewhere. */
export const positive = (x: Tensor): Tensor => map(x, (value) => Number(value > 0))

const keep = { keepDims: true }

/** Returns the number of affine layers. */
const depthOf = (params: Parameters): number => Object.keys(params).filter(isWeight).length

const affine = (x: Tensor, params: Parameters, layer: number): Tensor =>
  add(matmul(x, params[`W${layer}`]), params[`b${layer}`])

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

/**
 * Computes the scores of a fully connected network with parameters W1, b1, W2, ... from the definition, layer by layer.
 *
 * @param normalize - the step between the affine layer and the ReLU of a hidden layer, counted from 1
 */
export function definedScores(
  x: Tensor,
  params: Parameters,
  normalize: (h: Tensor, layer: number) => Tensor = (h) => h,
): Tensor {
  const depth = depthOf(params)
  let out = x.reshape([x.shape[0], -1])
  for (let layer = 1; layer < depth; layer++) out = relu(normalize(affine(out, params, layer), layer))
  return affine(out, params, depth)
}
