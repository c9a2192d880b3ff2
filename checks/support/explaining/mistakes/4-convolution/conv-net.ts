import { convBackward, convForward, maxPoolBackward, maxPoolForward } from '#kit/layers/index.ts'
import { add, div, map, matmul, max, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'

type Params = Readonly<Record<string, Tensor>>

const POOL = { poolHeight: 2, poolWidth: 2, stride: 2 }
const relu = (h: Tensor): Tensor => map(h, (value) => Math.max(0, value))
const gated = (dout: Tensor, h: Tensor): Tensor => map(dout, (value, i) => (h.data[i] > 0 ? value : 0))
const same = (h: Tensor): Tensor => h

/** The parts of the network that can be changed. */
interface Changes {
  afterConv?: (h: Tensor) => Tensor
  afterHidden?: (h: Tensor) => Tensor
  afterPool?: (h: Tensor) => Tensor
}

/** Runs the forward pass and returns every intermediate result by name. */
function forward(x: Tensor, params: Params, changes: Changes = {}) {
  const { W1, b1, W2, b2, W3, b3 } = params
  const { afterConv = relu, afterHidden = relu, afterPool = same } = changes
  const conv = convForward(x, W1, b1, { stride: 1, pad: (W1.shape[2] - 1) / 2 })
  const pool = maxPoolForward(afterConv(conv.out), POOL)
  const flat = afterPool(pool.out.reshape([x.shape[0], -1]))
  const hidden = add(matmul(flat, W2), b2)
  const active = afterHidden(hidden)
  return { conv, pool, flat, hidden, active, scores: add(matmul(active, W3), b3) }
}

const softmax = (scores: Tensor): Tensor => {
  const powers = map(sub(scores, max(scores, 1, { keepDims: true })), Math.exp)
  return div(powers, sum(powers, 1, { keepDims: true }))
}

/** Returns the results of mistakes in the scores, by their causes. */
export function convNetScoreMistakes(x: Tensor, params: Params): Record<string, () => Tensor> {
  const scores =
    (changes?: Changes, changed: Params = params) =>
    () =>
      forward(x, changed, changes).scores
  const without = (...names: string[]): Params =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, names.includes(name) ? mul(value, 0) : value]),
    )
  return {
    'convNet/no-relu-after-convolution': scores({ afterConv: same }),
    'convNet/no-relu-after-hidden': scores({ afterHidden: same }),
    'convNet/no-relus': scores({ afterConv: same, afterHidden: same }),
    'network/scores-relu': () => relu(scores()()),
    'network/scores-softmax': () => softmax(scores()()),
    'convNet/no-b1': scores({}, without('b1')),
    'convNet/no-b2': scores({}, without('b2')),
    'convNet/no-b3': scores({}, without('b3')),
    'network/no-biases': scores({}, without('b1', 'b2', 'b3')),
    'convNet/average-pool': () => {
      const { conv, pool } = forward(x, params)
      const [N, F, H, W] = conv.out.shape
      const average = mul(sum(relu(conv.out).reshape([N, F, H / 2, 2, W / 2, 2]), [3, 5]), 0.25)
      return scores({ afterPool: () => average.reshape([pool.out.shape[0], -1]) })()
    },
  }
}

/** Returns the results of mistakes in the backward pass for the gradient of one parameter, by their causes. */
export function convNetGradientMistakes(
  x: Tensor,
  labels: readonly number[],
  params: Params,
  reg: number,
  name: string,
): Record<string, () => Tensor> {
  const { conv, pool, flat, hidden, active, scores } = forward(x, params)
  const [N, C] = scores.shape
  const dscores = softmax(scores)
  labels.forEach((label, n) => (dscores.data[n * C + label] -= 1))
  /** Returns a function that computes the gradient with these backward functions for the ReLUs. */
  const back =
    (throughConv = gated, throughHidden = gated, scale = 1 / N) =>
    () => {
      const dout = mul(dscores, scale)
      const dhidden = throughHidden(matmul(dout, params.W3, { transposeB: true }), hidden)
      const dpool = matmul(dhidden, params.W2, { transposeB: true }).reshape(pool.out.shape)
      const dconv = throughConv(maxPoolBackward(dpool, pool.cache).dx, conv.out)
      const { dw, db } = convBackward(dconv, conv.cache)
      const grads: Params = {
        W1: dw,
        b1: db,
        W2: matmul(flat, dhidden, { transposeA: true }),
        b2: sum(dhidden, 0),
        W3: matmul(active, dout, { transposeA: true }),
        b3: sum(dout, 0),
      }
      return name.startsWith('W') ? add(grads[name], mul(reg, params[name])) : grads[name]
    }
  // What a ReLU lets through does not change the gradients of the layers after it.
  const layer = Number(name.replace(/\D+/, ''))
  return {
    ...(layer === 1 && {
      'convNet/backward-skips-relu-of-convolution': back(same),
    }),
    ...(layer < 3 && {
      'convNet/backward-skips-relu-of-hidden': back(gated, same),
      'convNet/backward-skips-relus': back(same, same),
      'network/backward-relu-of-gradient': back(relu, relu),
    }),
    'network/gradient-summed': back(gated, gated, 1),
    'network/gradient-averaged-twice': back(gated, gated, 1 / N ** 2),
    'network/gradient-of-regularization-alone': back(gated, gated, 0),
    'network/gradient-data-sign': back(gated, gated, -1 / N),
  }
}
