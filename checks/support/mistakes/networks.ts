import { add, div, map, matmul, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import { softmaxMistakes } from './losses.ts'

type Params = Readonly<Record<string, Tensor>>
type Activation = (h: Tensor, layer: number) => Tensor

const relu = (h: Tensor): Tensor => map(h, (value) => (value > 0 ? value : 0))
const isWeight = (name: string): boolean => name.startsWith('W')
const depthOf = (params: Params): number => Object.keys(params).filter(isWeight).length

/** The outputs of every affine layer of a fully connected network, first to last. */
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
 * What mistakes in the scores of a fully connected network give, by the sentences that name them.
 *
 * @param deep - whether the network may have several hidden layers, of which one can be wrong alone
 */
export function scoreMistakes(x: Tensor, params: Params, deep: boolean): Record<string, () => Tensor> {
  const depth = depthOf(params)
  const without = (isLeftOut: (name: string) => boolean): Params =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, isLeftOut(name) ? mul(value, 0) : value]),
    )
  const scores = (): Tensor => scoresOf(x, params)
  const inOneLayer: Record<string, () => Tensor> = {
    'The ReLU behind the first hidden layer is missing.': () =>
      scoresOf(x, params, (h, layer) => (layer === 1 ? h : relu(h))),
    'The ReLU behind the last hidden layer is missing.': () =>
      scoresOf(x, params, (h, layer) => (layer === depth - 1 ? h : relu(h))),
    'The biases of the hidden layers are left out.': () =>
      scoresOf(
        x,
        without((name) => !isWeight(name) && name !== `b${depth}`),
      ),
  }
  return {
    ...(deep ? inOneLayer : {}),
    'There is no ReLU behind any hidden layer.': () => scoresOf(x, params, (h) => h),
    'The scores went through a ReLU: the network ends with the affine layer.': () => relu(scores()),
    'The scores went through a softmax: the loss does that, the scores stay as they are.': () => {
      const exponentials = map(scores(), Math.exp)
      return div(exponentials, sum(exponentials, 1, { keepDims: true }))
    },
    'The scores went through e^x: the loss does that, the scores stay as they are.': () =>
      map(scores(), Math.exp),
    'The hidden layers use tanh: they take ReLUs.': () => scoresOf(x, params, (h) => map(h, Math.tanh)),
    'The hidden layers use a sigmoid: they take ReLUs.': () =>
      scoresOf(x, params, (h) => map(h, (value) => 1 / (1 + Math.exp(-value)))),
    'The input went through a ReLU before the first layer: it is used as it is.': () =>
      scoresOf(relu(x), params),
    'The bias of the first layer, b1, is left out.': () =>
      scoresOf(
        x,
        without((name) => name === 'b1'),
      ),
    'The bias of the last layer is left out.': () =>
      scoresOf(
        x,
        without((name) => name === `b${depth}`),
      ),
    'All biases are left out.': () =>
      scoresOf(
        x,
        without((name) => !isWeight(name)),
      ),
    'Nothing comes through the hidden layers: the scores are the last bias.': () =>
      scoresOf(x, params, (h) => mul(h, 0)),
  }
}

/** The gradients of the mean softmax loss of a fully connected network, from the gradient of its scores. */
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

/** What mistakes on the way back through a fully connected network give for the gradient of one parameter. */
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
    return div(dscores['dscores is not averaged: divide by N, as the loss is.'](), N)
  }
  const withReg = (grads: Record<string, Tensor>): Tensor =>
    isWeight(name) ? add(grads[name], mul(reg, params[name])) : grads[name]
  const back = (through: Parameters<typeof backpropagated>[3]) => (): Tensor =>
    withReg(backpropagated(x, params, right(), through))
  // What a ReLU lets through does not change the gradients of the layers behind it.
  const layer = Number(name.replace(/\D+/, ''))
  const throughReLUs = {
    'The way back skips the ReLUs: a gradient passes one only where its input was positive.': back(
      (dout) => dout,
    ),
    'The way back stops at the ReLUs where their input was positive, and passes where it was negative.': back(
      (dout, h) => sub(dout, gated(dout, h)),
    ),
    'The ReLU on the way back looks at the sign of the gradient: it is the sign of its input that decides.':
      back((dout) => relu(dout)),
  }
  const throughFirst = {
    'The way back skips the first ReLU: a gradient passes it only where its input was positive.': back(
      (dout, h, passed) => (passed === 1 ? dout : gated(dout, h)),
    ),
  }
  return {
    ...(layer < depthOf(params) && throughReLUs),
    ...(layer === 1 && depthOf(params) > 1 && throughFirst),
    'The gradient is summed over the examples: the loss is a mean, so divide by N, once.': () =>
      withReg(backpropagated(x, params, mul(right(), N), gated)),
    'The gradient is divided by N twice: the loss has done it already.': () =>
      withReg(backpropagated(x, params, div(right(), N), gated)),
    'W is added to the gradient without reg: add reg · W.': () => {
      const grad = backpropagated(x, params, right(), gated)[name]
      return isWeight(name) ? add(grad, params[name]) : grad
    },
    'The gradient has the regularization alone: that of the data is missing.': () =>
      isWeight(name) ? mul(reg, params[name]) : mul(params[name], 0),
    'The gradient has the wrong sign in its data part.': () =>
      withReg(backpropagated(x, params, mul(right(), -1), gated)),
  }
}

/** What mistakes give for the regularization's share of the loss, by the sentences that name them. */
export function penaltyMistakes(params: Params, reg: number, N: number): Record<string, () => number> {
  const weights = Object.entries(params).filter(([name]) => isWeight(name))
  const biases = Object.entries(params).filter(([name]) => !isWeight(name))
  const squares = (entries: [string, Tensor][]): number =>
    entries.reduce((total, [, value]) => total + sum(mul(value, value)), 0)
  const all = squares(weights)
  return {
    'The loss leaves out the regularization: add 0.5 · reg · ΣW².': () => 0,
    'The regularization lacks its half: it is 0.5 · reg · ΣW².': () => reg * all,
    'The regularization is halved twice: it is 0.5 · reg · ΣW².': () => 0.25 * reg * all,
    'The regularization is subtracted: it is a cost.': () => -0.5 * reg * all,
    'Only the weights of the first layer are regularized: all of them are.': () =>
      0.5 * reg * squares(weights.slice(0, 1)),
    'Only the weights of the last layer are regularized: all of them are.': () =>
      0.5 * reg * squares(weights.slice(-1)),
    'The weights of the first layer are not regularized: all of them are.': () =>
      0.5 * reg * squares(weights.slice(1)),
    'The weights of the last layer are not regularized: all of them are.': () =>
      0.5 * reg * squares(weights.slice(0, -1)),
    ...Object.fromEntries(
      weights
        .slice(1, -1)
        .map((one) => [
          `${one[0]} is not regularized: all weights are.`,
          () => 0.5 * reg * (all - squares([one])),
        ]),
    ),
    'Biases, gammas or betas are regularized too: only weights are.': () =>
      0.5 * reg * (all + squares(biases)),
    'The biases are regularized too: only weights are.': () =>
      0.5 *
      reg *
      (all + squares(biases.filter(([name]) => name.startsWith('b') && !name.startsWith('beta')))),
    'The regularization takes |W|: it takes W².': () =>
      0.5 * reg * weights.reduce((total, [, W]) => total + sum(map(W, Math.abs)), 0),
    'The regularization takes ΣW: it takes ΣW².': () =>
      0.5 * reg * weights.reduce((total, [, W]) => total + sum(W), 0),
    'The regularization takes the length of W: it takes its square, ΣW².': () =>
      0.5 * reg * weights.reduce((total, [, W]) => total + Math.sqrt(sum(mul(W, W))), 0),
    'The regularization takes the mean of W²: it takes the sum.': () =>
      0.5 * reg * weights.reduce((total, [, W]) => total + sum(mul(W, W)) / W.size, 0),
    'The regularization is divided by N: it has nothing to do with the examples.': () =>
      (0.5 * reg * all) / N,
  }
}

/** What mistakes give for the regularization's share of the gradient of a weight, or of another parameter. */
export function regularizationMistakes(
  name: string,
  value: Tensor,
  reg: number,
  N: number,
): Record<string, () => Tensor> {
  if (!isWeight(name)) return { 'Biases are regularized: only weights are.': () => mul(reg, value) }
  return {
    'The gradient of the regularization is missing: add reg · W.': () => mul(0, value),
    'The regularization adds 2 · reg · W to the gradient: its half makes that reg · W.': () =>
      mul(2 * reg, value),
    'The regularization adds 0.5 · reg · W to the gradient: the square makes that reg · W.': () =>
      mul(0.5 * reg, value),
    'The regularization is subtracted from the gradient: add reg · W.': () => mul(-reg, value),
    'The regularization adds reg · |W| to the gradient: add reg · W.': () => mul(reg, map(value, Math.abs)),
    'The regularization adds reg · sign(W) to the gradient: add reg · W.': () =>
      mul(reg, map(value, Math.sign)),
    'The regularization adds reg · W² to the gradient: that is the cost, its slope is reg · W.': () =>
      mul(reg, mul(value, value)),
    'The regularization adds reg to every element of the gradient: add reg · W.': () => map(value, () => reg),
    'The regularization of the gradient is divided by N: it has nothing to do with the examples.': () =>
      mul(reg / N, value),
  }
}
