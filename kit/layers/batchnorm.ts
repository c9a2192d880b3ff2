import { loops } from '#kit/engine/loops/index.ts'
import { empty, Tensor, zeros } from '#kit/tensor/index.ts'
import { asType } from './arrays.ts'
import { requireShape } from './require-shape.ts'

/** The settings of batch normalization and its state from batch to batch, as in `batchnormForward`. */
export interface FastBatchnormParams {
  /** 'train' normalizes with the statistics of the batch, 'test' with the running averages. */
  mode: 'train' | 'test'
  /** 1e-5 by default. */
  epsilon?: number
  /** The share of the running averages that each batch keeps; 0.9 by default. */
  momentum?: number
  /** (C,); zeros before the first batch. */
  runningMean?: Tensor
  /** (C,); zeros before the first batch. */
  runningVar?: Tensor
  /**
   * For a batch that is divided among several workers: replaces every number by its sum over all of them, so that they
   * normalize with the statistics of the whole batch. It is called once in each forward and each backward pass in train
   * mode. In the backward pass the numbers belong to the loss of a worker's own share. If that loss is a mean, they
   * must be multiplied by the share's fraction of the batch, and the sums divided by it.
   */
  sumOverWorkers?: (sums: Float64Array, pass: 'forward' | 'backward') => void
}

/** What {@link batchnormBackward} needs from the forward pass in train mode. */
export interface FastBatchnormCache {
  /** Inputs, (N, C) or (N, C, H, W). */
  x: Tensor
  /** (C,) */
  gamma: Tensor
  /** The mean of each channel, (C,). */
  mean: Tensor
  /** 1 / √(variance + epsilon) of each channel, (C,). */
  inverseStd: Float64Array
  /** How many numbers each mean was taken over. */
  count: number
  /** The function from the settings. */
  sumOverWorkers: FastBatchnormParams['sumOverWorkers']
  /** The output, if a ReLU followed. */
  reluOut?: Tensor
}

/**
 * Computes batch normalization of rows, (N, C), or of images, (N, C, H, W), fast, with the same signature and the same
 * result as `batchnormForward` and `spatialBatchnormForward`.
 *
 * @param x - inputs, (N, C) or (N, C, H, W)
 * @param gamma - the standard deviation of each channel, (C,)
 * @param beta - the mean of each channel, (C,)
 * @param params - settings; `runningMean` and `runningVar` are replaced in train mode
 * @returns `out` in the shape of x, and the cache for {@link batchnormBackward}
 * @throws RangeError when the mode is invalid, or the shapes do not match
 */
export function batchnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: FastBatchnormParams,
): { out: Tensor; cache: FastBatchnormCache } {
  return forward(x, gamma, beta, params, false)
}

/** Computes {@link batchnormForward} and a ReLU in one pass over the elements. The backward pass is the same. */
export function batchnormReluForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: FastBatchnormParams,
): { out: Tensor; cache: FastBatchnormCache } {
  return forward(x, gamma, beta, params, true)
}

function forward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: FastBatchnormParams,
  withRelu: boolean,
): { out: Tensor; cache: FastBatchnormCache } {
  const { mode, epsilon = 1e-5, sumOverWorkers } = params
  const [N, C, places] = sizesOf(x)
  requireFitting(x, { gamma, beta, ...params })
  const { mean, variance, count } = mode === 'train' ? batchMoments(x, params) : runningMoments(x, params)
  const inverseStd = variance.map((value) => 1 / Math.sqrt(value + epsilon))
  const [scale, shift] = [0, 1].map(() => zeros([C], x.dtype).data)
  for (let c = 0; c < C; c++) {
    scale[c] = gamma.data[c] * inverseStd[c]
    shift[c] = beta.data[c] - mean[c] * gamma.data[c] * inverseStd[c]
  }
  const out = empty(x.shape, x.dtype)
  loops.normalizeChannels(out.data, x.data, scale, shift, N, C, places, withRelu)
  const cache = { x, gamma, mean: channels(mean, x), inverseStd, count, sumOverWorkers }
  return { out, cache: withRelu ? { ...cache, reluOut: out } : cache }
}

function requireFitting(
  x: Tensor,
  {
    mode,
    gamma,
    beta,
    runningMean = gamma,
    runningVar = gamma,
  }: FastBatchnormParams & Record<'gamma' | 'beta', Tensor>,
): void {
  if (mode !== 'train' && mode !== 'test') {
    throw new RangeError(`batchnormForward: mode must be 'train' or 'test', not '${String(mode)}'`)
  }
  for (const [name, tensor] of Object.entries({ gamma, beta, runningMean, runningVar })) {
    requireShape(`${name} of batch normalization`, tensor, [x.shape[1]])
  }
}

interface Moments {
  mean: Float64Array
  variance: Float64Array
  count: number
}

/** Returns mean and biased variance of each channel, and updates the running averages with them. */
function batchMoments(x: Tensor, params: FastBatchnormParams): Moments {
  const { momentum = 0.9, sumOverWorkers } = params
  const [N, C, places] = sizesOf(x)
  const sums = new Float64Array(2 * C + 1)
  loops.channelMoments(sums, x.data, N, C, places)
  sums[2 * C] = N * places
  sumOverWorkers?.(sums, 'forward')
  const count = sums[2 * C]
  const mean = sums.slice(0, C).map((sum) => sum / count)
  // Rounding can make it negative if all numbers are equal.
  const variance = mean.map((value, c) => Math.max(0, sums[C + c] / count - value ** 2))
  const running = runningMoments(x, params)
  const next = (old: Float64Array, fresh: Float64Array) =>
    channels(
      old.map((value, c) => momentum * value + (1 - momentum) * fresh[c]),
      x,
    )
  params.runningMean = next(running.mean, mean)
  params.runningVar = next(running.variance, variance)
  return { mean, variance, count }
}

function runningMoments(x: Tensor, { runningMean, runningVar }: FastBatchnormParams): Moments {
  const C = x.shape[1]
  const averages = (running?: Tensor) => (running ? new Float64Array(running.data) : new Float64Array(C))
  return { mean: averages(runningMean), variance: averages(runningVar), count: 0 }
}

/**
 * Computes the backward pass of {@link batchnormForward} and of {@link batchnormReluForward}, in train mode.
 *
 * @param dout - the upstream gradient, in the shape of x
 * @returns `dx` in the shape of x; `dgamma`, (C,); `dbeta`, (C,)
 */
export function batchnormBackward(
  dout: Tensor,
  { x, gamma, mean, inverseStd, count, sumOverWorkers, reluOut }: FastBatchnormCache,
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  requireShape('the upstream gradient of batch normalization', dout, x.shape)
  const [N, C, places] = sizesOf(x)
  const upstream = asType(dout, x.dtype).data
  const [out, masked] = [(reluOut ?? x).data, reluOut !== undefined]
  const sums = new Float64Array(2 * C)
  loops.channelProducts(sums, upstream, x.data, out, mean.data, N, C, places, masked)
  const dbeta = channels(sums.subarray(0, C), x)
  const dgamma = channels(
    sums.subarray(C).map((product, c) => product * inverseStd[c]),
    x,
  )
  sumOverWorkers?.(sums, 'backward')

  // dx = gamma / std · (dout - mean(dout) - normalized · mean(dout · normalized))
  const [a, b, offset] = [0, 1, 2].map(() => zeros([C], x.dtype).data)
  for (let c = 0; c < C; c++) {
    const scale = gamma.data[c] * inverseStd[c]
    a[c] = scale
    b[c] = (-scale * inverseStd[c] ** 2 * sums[C + c]) / count
    offset[c] = (-scale * sums[c]) / count
  }
  const dx = empty(x.shape, x.dtype)
  loops.normalizeBackward(dx.data, upstream, x.data, out, mean.data, a, b, offset, N, C, places, masked)
  return { dx, dgamma, dbeta }
}

/** Returns [N, C, places]: an image has one place per pixel, a row of numbers has one. */
const sizesOf = ({ shape: [N, C, ...spatial] }: Tensor): [number, number, number] => [
  N,
  C,
  spatial.reduce((places, length) => places * length, 1),
]

/** Returns one number for each channel as a tensor with the element type of x. */
function channels(values: Float64Array, x: Tensor): Tensor {
  const out = empty([values.length], x.dtype)
  out.data.set(values)
  return out
}
