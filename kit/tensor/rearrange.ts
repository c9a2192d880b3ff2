import { allocate, zeros } from './create.ts'
import { resultType } from './elementwise.ts'
import { formatShape, resolveAxis, sameShape, shapeError, sizeOf, type Shape } from './shape.ts'
import { requireTensor, Tensor, wrongArgument } from './tensor.ts'

/**
 * Returns a copy of the tensor with its axes in another order: `axes[k]` is the axis of `x` that becomes axis k.
 * Without `axes`, the order is reversed, which transposes a matrix.
 *
 * @throws RangeError when `axes` does not name every axis of `x` once
 */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  requireTensor('transpose', 'the first argument', x)
  if (axes && !Array.isArray(axes)) {
    throw wrongArgument('transpose', 'the second argument', 'an array of axes, as in [1, 0]', axes)
  }
  const rank = x.shape.length
  const order = (axes ?? Array.from({ length: rank }, (_, i) => rank - 1 - i)).map((a) =>
    resolveAxis('transpose', a, x.shape),
  )
  if (order.length !== rank || new Set(order).size !== rank) {
    throw shapeError(
      'shape',
      `transpose: axes (${axes}) must name every axis of ${formatShape(x.shape)} exactly once`,
    )
  }
  const shape = order.map((a) => x.shape[a])
  const steps = order.map((a) => sizeOf(x.shape.slice(a + 1)))
  const out = allocate(x.size, x.dtype)
  let next = 0
  const walk = (axis: number, from: number): void => {
    if (axis >= rank - 1) {
      const [count, step] = rank === 0 ? [1, 0] : [shape[axis], steps[axis]]
      for (let k = 0; k < count; k++) out[next++] = x.data[from + k * step]
      return
    }
    for (let k = 0; k < shape[axis]; k++) walk(axis + 1, from + k * steps[axis])
  }
  if (x.size > 0) walk(0, 0)
  return new Tensor(out, shape)
}

/**
 * Joins tensors along an axis.
 *
 * @throws RangeError naming both shapes when two of them differ on another axis
 */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  if (!Array.isArray(tensors)) {
    throw wrongArgument('concat', 'the first argument', 'an array of tensors', tensors)
  }
  if (tensors.length === 0) throw new RangeError('concat: needs at least one tensor')
  tensors.forEach((x, i) => requireTensor('concat', `element ${i} of the array`, x))
  const first = tensors[0].shape
  const a = resolveAxis('concat', axis, first)
  for (const { shape } of tensors) {
    if (shape.length !== first.length || !sameShape(shape.with(a, 0), first.with(a, 0))) {
      throw shapeError(
        'shape',
        `concat: shapes ${formatShape(first)} and ${formatShape(shape)} may only differ in axis ${a}`,
      )
    }
  }
  const shape = first.with(
    a,
    tensors.reduce((length, x) => length + x.shape[a], 0),
  )
  const out = allocate(sizeOf(shape), resultType(...tensors))
  const outer = sizeOf(first.slice(0, a))
  let next = 0
  for (let o = 0; o < outer; o++) {
    for (const x of tensors) {
      const run = x.size / outer
      out.set(x.data.subarray(o * run, (o + 1) * run), next)
      next += run
    }
  }
  return new Tensor(out, shape)
}

/**
 * Returns the tensor with a border of `value` around it.
 *
 * @param widths - for each axis, how many elements to add before and after: `[[0, 0], [1, 2]]`
 * @throws RangeError when there is not one pair of widths, integers of at least 0, for each axis
 */
export function pad(x: Tensor, widths: readonly (readonly [number, number])[], value = 0): Tensor {
  requireTensor('pad', 'the first argument', x)
  if (!Array.isArray(widths)) {
    throw wrongArgument('pad', 'the second argument', 'an array of pairs, as in [[0, 0], [1, 2]]', widths)
  }
  if (widths.length !== x.shape.length) {
    throw shapeError(
      'shape',
      `pad: shape ${formatShape(x.shape)} needs ${x.shape.length} pairs of widths, not ${widths.length}`,
    )
  }
  if (!widths.flat().every((width) => Number.isInteger(width) && width >= 0)) {
    throw new RangeError(`pad: widths ${JSON.stringify(widths)} must be integers of at least 0`)
  }
  const shape: Shape = x.shape.map((length, axis) => length + widths[axis][0] + widths[axis][1])
  const out = zeros(shape, x.dtype)
  if (value !== 0) out.data.fill(value)
  const run = x.shape.at(-1) ?? 1
  const walk = (axis: number, from: number, to: number): void => {
    if (axis >= x.shape.length - 1) {
      out.data.set(x.data.subarray(from, from + run), to + (widths[axis]?.[0] ?? 0))
      return
    }
    const fromStep = sizeOf(x.shape.slice(axis + 1))
    const toStep = sizeOf(shape.slice(axis + 1))
    for (let k = 0; k < x.shape[axis]; k++) {
      walk(axis + 1, from + k * fromStep, to + (k + widths[axis][0]) * toStep)
    }
  }
  if (x.size > 0) walk(0, 0, 0)
  return out
}
