import { loops, plainLoops } from '../engine/loops/index.ts'
import { inWasmMemory } from '../engine/wasm/index.ts'
import { allocate } from './create.ts'
import { div, mul, sub } from './elementwise.ts'
import { formatShape, resolveAxis, shapeError, sizeOf, type Shape } from './shape.ts'
import { requireTensor, Tensor, wrongArgument, type TensorData } from './tensor.ts'

/** One axis or several; negative ones count from the back. */
export type Axes = number | readonly number[]

/** The options of the reductions. */
export interface ReduceOptions {
  /** Keeps the reduced axes with size 1, so that the result broadcasts against the input. False by default. */
  keepDims?: boolean
}

/** Returns the sum of all elements (a number), or over the given axes (a tensor). Always adds in float64. */
export function sum(x: Tensor): number
export function sum(x: Tensor, axis: Axes, options?: ReduceOptions): Tensor
export function sum(x: Tensor, axis?: Axes, options?: ReduceOptions): Tensor | number {
  return reduce('sum', sumRun, x, axis, options)
}

/** Returns the mean of all elements (a number), or over the given axes (a tensor). */
export function mean(x: Tensor): number
export function mean(x: Tensor, axis: Axes, options?: ReduceOptions): Tensor
export function mean(x: Tensor, axis?: Axes, options?: ReduceOptions): Tensor | number {
  requireTensor('mean', 'the first argument', x)
  if (axis === undefined) return sum(x) / x.size
  const total = sum(x, axis, options)
  return div(total, x.size / total.size)
}

/** Returns the biased variance, mean((x - mean)^2), of all elements (a number), or over the given axes (a tensor). */
export function variance(x: Tensor): number
export function variance(x: Tensor, axis: Axes, options?: ReduceOptions): Tensor
export function variance(x: Tensor, axis?: Axes, options?: ReduceOptions): Tensor | number {
  requireTensor('variance', 'the first argument', x)
  const deviation = sub(x, axis === undefined ? mean(x) : mean(x, axis, { keepDims: true }))
  const squared = mul(deviation, deviation)
  return axis === undefined ? mean(squared) : mean(squared, axis, options)
}

/** Returns the largest of all elements (a number), or along the given axes (a tensor). NaN counts as the largest. */
export function max(x: Tensor): number
export function max(x: Tensor, axis: Axes, options?: ReduceOptions): Tensor
export function max(x: Tensor, axis?: Axes, options?: ReduceOptions): Tensor | number {
  return reduce('max', maxRun, x, axis, options)
}

/**
 * Returns the position of the largest element: its flat index (a number), or its index along one axis (a tensor of
 * indices without that axis). Returns the first of equals; NaN counts as the largest, as in {@link max}.
 */
export function argmax(x: Tensor): number
export function argmax(x: Tensor, axis: number): Tensor
export function argmax(x: Tensor, axis?: number): Tensor | number {
  requireTensor('argmax', 'the first argument', x)
  if (x.size === 0) throw shapeError('shape', `argmax: the tensor of shape ${formatShape(x.shape)} is empty`)
  if (axis === undefined) return argmax(x.reshape([-1]), 0).data[0]
  const { outer, length, inner, shape } = splitAt('argmax', x.shape, axis)
  const out = new Float64Array(outer * inner)
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = o * length * inner + i
      let best = 0
      let largest = x.data[start]
      for (let k = 1; k < length && !Number.isNaN(largest); k++) {
        const value = x.data[start + k * inner]
        if (value <= largest) continue
        best = k
        largest = value
      }
      out[o * inner + i] = best
    }
  }
  return new Tensor(out, shape)
}

/** Reduces the middle axis of (outer, length, inner) into out, of shape (outer, inner). */
type ReduceRun = (out: Float64Array, data: TensorData, outer: number, length: number, inner: number) => void

const sumRun: ReduceRun = (out, data, outer, length, inner) => {
  if (inner === 1) {
    // Copying into the WebAssembly memory would take longer than adding up.
    const { sumRows } = inWasmMemory(data) ? loops : plainLoops
    sumRows(out, data, outer, length)
    return
  }
  for (let o = 0, p = 0; o < outer; o++) {
    const row = o * inner
    for (let k = 0; k < length; k++) for (let i = 0; i < inner; i++) out[row + i] += data[p++]
  }
}

const maxRun: ReduceRun = (out, data, outer, length, inner) => {
  out.fill(-Infinity)
  for (let o = 0, p = 0; o < outer; o++) {
    for (let k = 0; k < length; k++) {
      for (let i = o * inner; i < (o + 1) * inner; i++, p++) {
        if (data[p] > out[i] || Number.isNaN(data[p])) out[i] = data[p]
      }
    }
  }
}

function reduce(
  name: string,
  run: ReduceRun,
  x: Tensor,
  axis?: Axes,
  options?: ReduceOptions,
): Tensor | number {
  requireTensor(name, 'the first argument', x)
  if (x.size === 0 && name === 'max')
    throw shapeError('shape', `max: the tensor of shape ${formatShape(x.shape)} is empty`)
  if (axis === undefined) {
    const total = new Float64Array(1)
    run(total, x.data, 1, x.size, 1)
    return total[0]
  }
  if (typeof axis !== 'number' && !Array.isArray(axis)) {
    throw wrongArgument(name, 'the second argument', 'an axis or an array of axes', axis)
  }
  const axes = (typeof axis === 'number' ? [axis] : axis).map((a) => resolveAxis(name, a, x.shape))
  if (new Set(axes).size !== axes.length) {
    throw shapeError('shape', `${name}: axes (${axis}) name an axis of ${formatShape(x.shape)} twice`)
  }
  // From the last axis to the first, so that the remaining axes keep their numbers.
  let data = x.data
  let shape = x.shape
  for (const a of axes.toSorted((p, q) => q - p)) {
    const split = splitAt(name, shape, a)
    const out = new Float64Array(split.outer * split.inner)
    run(out, data, split.outer, split.length, split.inner)
    data = out
    shape = split.shape
  }
  const kept = options?.keepDims ? x.shape.map((length, a) => (axes.includes(a) ? 1 : length)) : shape
  const result = allocate(data.length, x.dtype)
  result.set(data)
  return new Tensor(result, kept)
}

/** Splits a shape around one axis into (outer, length, inner), and also returns the shape without it. */
function splitAt(name: string, shape: Shape, axis: number) {
  const a = resolveAxis(name, axis, shape)
  return {
    outer: sizeOf(shape.slice(0, a)),
    length: shape[a],
    inner: sizeOf(shape.slice(a + 1)),
    shape: shape.toSpliced(a, 1),
  }
}
