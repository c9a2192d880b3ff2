import { cause } from '#kit/course/causes/index.ts'
import { add, div, map, matmul, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import { softmaxMistakes } from './losses.ts'

type Params = Readonly<Record<string, Tensor>>
type Activation = (h: Tensor, layer: number) => Tensor

const relu = (h: Tensor): Tensor => map(h, (value) => (value > 0 ? value : 0))
const isWeight = (name: string): boolean => name.startsWith('W')
const depthOf = (params: Params): number => Object.keys(params).filter(isWeight).length

/** Returns the outputs of every affine layer of a fully connected network, first to last. */
function outputsOf(x: Tensor, params: Params, activate: Activation = relu): Tensor[] {
  const outputs: Tensor[] = []
  let input = x.reshape([x.shape[0], -1])
  for (let i = 1; i <= depthOf(params); i++) {
    outputs.push(add(matmul(input, params[`W${i}`]), params[`b${i}`]))
    input = activate(outputs[i - 1], i)
  }
  return outputs
}

const scoresOf = (...args: Parameters<typeof outputsOf>): Tensor => outputsOf(...args).at(-1)!

/**
 * Returns the results of mistakes in the scores of a fully connected network, by their causes.
 *
 * @param deep - whether the network may have several hidden layers, so that one of them can be wrong alone
 */
export function scoreMistakes(x: Tensor, params: Params, deep: boolean): Record<string, () => Tensor> {
  const depth = depthOf(params)
  const without = (isLeftOut: (name: string) => boolean): Params =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, isLeftOut(name) ? mul(value, 0) : value]),
    )
  const scores = (): Tensor => scoresOf(x, params)
  const inOneLayer: Record<string, () => Tensor> = {
    'network/no-first-relu': () => scoresOf(x, params, (h, layer) => (layer === 1 ? h : relu(h))),
    'network/no-last-relu': () => scoresOf(x, params, (h, layer) => (layer === depth - 1 ? h : relu(h))),
    'network/no-hidden-biases': () =>
      scoresOf(
        x,
        without((name) => !isWeight(name) && name !== `b${depth}`),
      ),
  }
  return {
    ...(deep ? inOneLayer : {}),
    'network/no-relus': () => scoresOf(x, params, (h) => h),
    'network/scores-relu': () => relu(scores()),
    'network/scores-softmax': () => {
      const exponentials = map(scores(), Math.exp)
      return div(exponentials, sum(exponentials, 1, { keepDims: true }))
    },
    'network/scores-exponential': () => map(scores(), Math.exp),
    'network/tanh': () => scoresOf(x, params, (h) => map(h, Math.tanh)),
    'network/sigmoid': () => scoresOf(x, params, (h) => map(h, (value) => 1 / (1 + Math.exp(-value)))),
    'network/input-relu': () => scoresOf(relu(x), params),
    'network/no-b1': () =>
      scoresOf(
        x,
        without((name) => name === 'b1'),
      ),
    'network/no-last-bias': () =>
      scoresOf(
        x,
        without((name) => name === `b${depth}`),
      ),
    'network/no-biases': () =>
      scoresOf(
        x,
        without((name) => !isWeight(name)),
      ),
    'network/last-bias-alone': () => scoresOf(x, params, (h) => mul(h, 0)),
  }
}

/** Returns the gradients of the mean softmax loss of a fully connected network, from the gradient of its scores. */
function backpropagated(
  x: Tensor,
  params: Params,
  dscores: Tensor,
  throughActivation: (dout: Tensor, h: Tensor, layer: number) => Tensor,
): Record<string, Tensor> {
  const outputs = outputsOf(x, params)
  const grads: Record<string, Tensor> = {}
  let dout = dscores
  for (let i = outputs.length; i >= 1; i--) {
    const input = i === 1 ? x.reshape([x.shape[0], -1]) : relu(outputs[i - 2])
    grads[`W${i}`] = matmul(input, dout, { transposeA: true })
    grads[`b${i}`] = sum(dout, 0)
    if (i > 1)
      dout = throughActivation(matmul(dout, params[`W${i}`], { transposeB: true }), outputs[i - 2], i - 1)
  }
  return grads
}

const gated = (dout: Tensor, h: Tensor): Tensor => map(dout, (value, i) => (h.data[i] > 0 ? value : 0))

/**
 * Returns the results of mistakes in the backward pass of a fully connected network for the gradient of one parameter.
 */
export function gradientMistakes(
  x: Tensor,
  labels: readonly number[],
  params: Params,
  reg: number,
  name: string,
): Record<string, () => Tensor> {
  const N = labels.length
  const right = (): Tensor => {
    const { dscores } = softmaxMistakes(scoresOf(x, params), labels)
    return div(dscores['loss/dscores-not-averaged'](), N)
  }
  const withReg = (grads: Record<string, Tensor>): Tensor =>
    isWeight(name) ? add(grads[name], mul(reg, params[name])) : grads[name]
  const back = (through: Parameters<typeof backpropagated>[3]) => (): Tensor =>
    withReg(backpropagated(x, params, right(), through))
  // What a ReLU lets through does not change the gradients of the layers after it.
  const layer = Number(name.replace(/\D+/, ''))
  const throughReLUs = {
    'network/backward-skips-relus': back((dout) => dout),
    'network/backward-inverts-relus': back((dout, h) => sub(dout, gated(dout, h))),
    'network/backward-relu-of-gradient': back((dout) => relu(dout)),
  }
  const throughFirst = {
    'network/backward-skips-first-relu': back((dout, h, passed) => (passed === 1 ? dout : gated(dout, h))),
  }
  return {
    ...(layer < depthOf(params) && throughReLUs),
    ...(layer === 1 && depthOf(params) > 1 && throughFirst),
    'network/gradient-summed': () => withReg(backpropagated(x, params, mul(right(), N), gated)),
    'network/gradient-averaged-twice': () => withReg(backpropagated(x, params, div(right(), N), gated)),
    'regularization/w-without-reg': () => {
      const grad = backpropagated(x, params, right(), gated)[name]
      return isWeight(name) ? add(grad, params[name]) : grad
    },
    'network/gradient-of-regularization-alone': () =>
      isWeight(name) ? mul(reg, params[name]) : mul(params[name], 0),
    'network/gradient-data-sign': () => withReg(backpropagated(x, params, mul(right(), -1), gated)),
  }
}

/** Returns the results of mistakes in the regularization term of the loss, by their causes. */
export function penaltyMistakes(params: Params, reg: number, N: number): Record<string, () => number> {
  const weights = Object.entries(params).filter(([name]) => isWeight(name))
  const biases = Object.entries(params).filter(([name]) => !isWeight(name))
  const squares = (entries: [string, Tensor][]): number =>
    entries.reduce((total, [, value]) => total + sum(mul(value, value)), 0)
  const all = squares(weights)
  return {
    'regularization/missing': () => 0,
    'regularization/no-half': () => reg * all,
    'regularization/half-twice': () => 0.25 * reg * all,
    'regularization/subtracted': () => -0.5 * reg * all,
    'regularization/first-layer-only': () => 0.5 * reg * squares(weights.slice(0, 1)),
    'regularization/last-layer-only': () => 0.5 * reg * squares(weights.slice(-1)),
    'regularization/no-first-layer': () => 0.5 * reg * squares(weights.slice(1)),
    'regularization/no-last-layer': () => 0.5 * reg * squares(weights.slice(0, -1)),
    ...Object.fromEntries(
      weights
        .slice(1, -1)
        .map((one) => [
          cause('regularization/no-layer', { name: one[0] }),
          () => 0.5 * reg * (all - squares([one])),
        ]),
    ),
    'regularization/biases-and-others': () => 0.5 * reg * (all + squares(biases)),
    'regularization/biases': () =>
      0.5 *
      reg *
      (all + squares(biases.filter(([name]) => name.startsWith('b') && !name.startsWith('beta')))),
    'regularization/absolute': () =>
      0.5 * reg * weights.reduce((total, [, W]) => total + sum(map(W, Math.abs)), 0),
    'regularization/sum': () => 0.5 * reg * weights.reduce((total, [, W]) => total + sum(W), 0),
    'regularization/length': () =>
      0.5 * reg * weights.reduce((total, [, W]) => total + Math.sqrt(sum(mul(W, W))), 0),
    'regularization/mean': () =>
      0.5 * reg * weights.reduce((total, [, W]) => total + sum(mul(W, W)) / W.size, 0),
    'regularization/averaged': () => (0.5 * reg * all) / N,
  }
}

/** Returns the results of mistakes in the regularization term of the gradient of a weight, or of another parameter. */
export function regularizationMistakes(
  name: string,
  value: Tensor,
  reg: number,
  N: number,
): Record<string, () => Tensor> {
  if (!isWeight(name)) return { 'regularization/gradient-of-biases': () => mul(reg, value) }
  return {
    'regularization/no-gradient': () => mul(0, value),
    'regularization/gradient-doubled': () => mul(2 * reg, value),
    'regularization/gradient-halved': () => mul(0.5 * reg, value),
    'regularization/gradient-subtracted': () => mul(-reg, value),
    'regularization/gradient-absolute': () => mul(reg, map(value, Math.abs)),
    'regularization/gradient-sign': () => mul(reg, map(value, Math.sign)),
    'regularization/gradient-squared': () => mul(reg, mul(value, value)),
    'regularization/gradient-reg-alone': () => map(value, () => reg),
    'regularization/gradient-averaged': () => mul(reg / N, value),
    'regularization/gradient-of-sum': () => map(value, () => reg * sum(value)),
  }
}
