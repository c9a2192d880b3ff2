import { div, map, max, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'

// Each function below answers one question about a training run. The verdicts are rules of thumb with exact limits, so
// look at the curve itself before you believe one.

/**
 * The loss that a network should start with. Before it has learned anything, its scores are all nearly the same.
 *
 * @param numClasses - C
 * @param loss - the softmax loss, or the multiclass hinge loss of `svmLoss` with margin 1
 */
export function expectedInitialLoss(numClasses: number, loss: 'softmax' | 'hinge'): number {
  // TODO 5.8: Return the loss of one example when all C scores are equal.
  // BEGIN SOLUTION 5.8
  return loss === 'softmax' ? Math.log(numClasses) : numClasses - 1
  // END SOLUTION 5.8
}

/**
 * How far one step moved a parameter, relative to its size: the Euclidean length (the root of the sum of squares) of the
 * update, divided by the length of the parameter before the update.
 *
 * @param before - the parameter before a step, any shape
 * @param after - the same parameter after it, in the same shape
 * @returns a number of at least 0; it is 0 if nothing moved, and Infinity if the parameter moved away from all zeros
 */
export function updateRatio(before: Tensor, after: Tensor): number {
  const length = (x: Tensor): number => Math.sqrt(sum(mul(x, x)))
  // TODO 5.9: Return length of the update / length of the parameter before it. If zeros stayed zeros, return 0, not NaN.
  // BEGIN SOLUTION 5.9
  const moved = length(sub(after, before))
  return moved === 0 ? 0 : moved / length(before)
  // END SOLUTION 5.9
}

/**
 * What the update ratio of a weight tensor says about its step size:
 *
 * - `vanished`: below 1e-6; the gradient has nearly vanished
 * - `too small`: at least 1e-6 and below 1e-4
 * - `healthy`: from 1e-4 to 1e-2, within a factor of ten of 1e-3
 * - `too large`: above 1e-2, or not a finite number
 */
export function judgeUpdateRatio(ratio: number): 'vanished' | 'too small' | 'healthy' | 'too large' {
  // TODO 5.10: Return the verdict.
  // BEGIN SOLUTION 5.10
  if (ratio < 1e-6) return 'vanished'
  if (ratio < 1e-4) return 'too small'
  return ratio <= 1e-2 ? 'healthy' : 'too large'
  // END SOLUTION 5.10
}

/**
 * The layers whose gradients have nearly vanished in the backward pass. A layer counts if its size is below 1/1000 of the
 * largest size of all layers, or exactly 0. (If all sizes are equally small, nothing has vanished between the layers. Use
 * {@link judgeUpdateRatio} for that case.)
 *
 * @param sizes - the size of each layer's gradient by the layer's name, from the first layer to the last: the norm of the
 *   gradient, or the update ratio; finite numbers of at least 0
 * @returns the names of those layers, in the same order
 */
export function vanishingLayers(sizes: Readonly<Record<string, number>>): string[] {
  // TODO 5.11: Return the names of the layers whose size is 0 or below 1/1000 of the largest size.
  // BEGIN SOLUTION 5.11
  const largest = Math.max(...Object.values(sizes))
  return Object.keys(sizes).filter((name) => sizes[name] === 0 || sizes[name] < largest / 1000)
  // END SOLUTION 5.11
}

/** Three points of a curve; see {@link readCurve}. */
export interface CurvePoints {
  first: number
  middle: number
  last: number
}

/**
 * Reads a curve at its beginning, in its middle and at its end, without being misled by noise. Of n values, the middle
 * and the end are means over k = n / 10 values, rounded down, but at least 1.
 *
 * @param curve - a loss for every step, or an accuracy for every epoch
 * @returns `first`, the first value; `middle`, the mean of the k values from index (n - k) / 2 (rounded down) on; and
 *   `last`, the mean of the last k values
 * @throws RangeError when the curve is empty
 */
export function readCurve(curve: readonly number[]): CurvePoints {
  const n = curve.length
  if (n === 0) throw new RangeError('The curve is empty. Train for at least one step before you judge it.')
  // TODO 5.12: Return the three points.
  // BEGIN SOLUTION 5.12
  const k = Math.max(1, Math.floor(n / 10))
  const meanFrom = (start: number): number =>
    curve.slice(start, start + k).reduce((total, value) => total + value, 0) / k
  return { first: curve[0], middle: meanFrom(Math.floor((n - k) / 2)), last: meanFrom(n - k) }
  // END SOLUTION 5.12
}

/**
 * What the loss of every step says about the learning rate. With `first`, `middle` and `last` from {@link readCurve}, the
 * verdict is the first of these that holds:
 *
 * - `too high`: the loss diverges. Some loss is not a finite number or above 3 · first, or last is above 1.05 · first.
 * - `too high`: the loss stays high. It fell at first, but then no more: middle is below 0.95 · first, middle - last is
 *   below 0.02 · first, and last is above 0.6 · first.
 * - `too low`: the loss barely falls. last is above 0.9 · first.
 * - `good`: everything else
 *
 * @param losses - the loss of every step, at least one
 * @throws RangeError when there is none
 */
export function judgeLearningRate(losses: readonly number[]): 'too high' | 'too low' | 'good' {
  const { first, middle, last } = readCurve(losses)
  // TODO 5.13: Return the verdict.
  // BEGIN SOLUTION 5.13
  const explodes = losses.some((loss) => !Number.isFinite(loss) || loss > 3 * first)
  if (explodes || last > 1.05 * first) return 'too high'
  const fellAtOnce = middle < 0.95 * first
  const fallsNoMore = middle - last < 0.02 * first
  if (fellAtOnce && fallsNoMore && last > 0.6 * first) return 'too high'
  return last > 0.9 * first ? 'too low' : 'good'
  // END SOLUTION 5.13
}

/**
 * What the training accuracy and the validation accuracy say together. Both are read at their end, with `last` of
 * {@link readCurve}. The gap between them is train - validation:
 *
 * - `overfitting`: the gap is above 0.15
 * - `underfitting`: the gap is below 0.05 and the training accuracy below 0.9
 * - `good`: everything else
 *
 * @param train - the training accuracy after every epoch, 0 to 1
 * @param validation - the validation accuracy after every epoch, 0 to 1
 * @throws RangeError when the two are empty, differ in length, or contain something that is not a number from 0 to 1
 */
export function judgeFitting(
  train: readonly number[],
  validation: readonly number[],
): 'overfitting' | 'underfitting' | 'good' {
  if (train.length !== validation.length) {
    throw new RangeError(
      `There are ${train.length} training accuracies but ${validation.length} validation accuracies. Measure both after each epoch.`,
    )
  }
  const odd = [...train, ...validation].find((accuracy) => !(accuracy >= 0 && accuracy <= 1))
  if (odd !== undefined) throw new RangeError(`An accuracy must be a number from 0 to 1, not ${odd}.`)
  // TODO 5.14: Return the verdict.
  // BEGIN SOLUTION 5.14
  const trainAtEnd = readCurve(train).last
  const gap = trainAtEnd - readCurve(validation).last
  if (gap > 0.15) return 'overfitting'
  return gap < 0.05 && trainAtEnd < 0.9 ? 'underfitting' : 'good'
  // END SOLUTION 5.14
}

/**
 * Makes filters visible, by scaling each of them separately to brightnesses from 0 to 255. The smallest weight of a
 * filter becomes 0 and its largest 255. The others are scaled linearly in between and rounded to whole numbers. A filter
 * of equal weights becomes 0 everywhere.
 *
 * @param filters - (F, C, H, W)
 * @returns brightnesses, (F, C, H, W)
 */
export function filterBrightness(filters: Tensor): Tensor {
  // TODO 5.15: Scale every filter to whole numbers from 0 to 255, (F, C, H, W).
  // BEGIN SOLUTION 5.15
  const keepDims = true
  const highest = max(filters, [1, 2, 3], { keepDims })
  const lowest = mul(max(mul(filters, -1), [1, 2, 3], { keepDims }), -1)
  const range = map(sub(highest, lowest), (value) => value || 1)
  return map(div(sub(filters, lowest), range), (share) => Math.round(255 * share))
  // END SOLUTION 5.15
}

/** A picture: three bytes (red, green, blue) for each pixel, row after row. */
export interface Picture {
  width: number
  height: number
  /** height · width · 3 bytes; pixel (row, column) starts at (row · width + column) · 3. */
  data: Uint8Array
}

/**
 * Shows all filters of a layer in one picture. Each is a tile in a grid of ceil(√F) columns and as many rows as it needs,
 * filled row by row. A black border, one pixel wide, surrounds every tile. Places without a filter are black too. So the
 * picture is columns · (W + 1) + 1 wide and rows · (H + 1) + 1 high.
 *
 * @param filters - (F, 3, H, W), with one channel each for red, green and blue
 */
export function filterGrid(filters: Tensor): Picture {
  const [F, C, H, W] = filters.shape
  if (C !== 3)
    throw new RangeError(`Only filters with 3 channels (red, green and blue) can be shown, not with ${C}.`)
  const brightness = filterBrightness(filters).data
  // TODO 5.16: Compute the size of the grid. Make a picture of zeros. Put each brightness (f, c, h, w) in its place.
  // BEGIN SOLUTION 5.16
  const columns = Math.ceil(Math.sqrt(F))
  const rows = Math.ceil(F / columns)
  const [width, height] = [columns * (W + 1) + 1, rows * (H + 1) + 1]
  const data = new Uint8Array(height * width * 3)
  brightness.forEach((value, i) => {
    const [w, h, c, f] = [
      i % W,
      Math.floor(i / W) % H,
      Math.floor(i / (W * H)) % C,
      Math.floor(i / (W * H * C)),
    ]
    const y = Math.floor(f / columns) * (H + 1) + 1 + h
    const x = (f % columns) * (W + 1) + 1 + w
    data[(y * width + x) * 3 + c] = value
  })
  return { width, height, data }
  // END SOLUTION 5.16
}
