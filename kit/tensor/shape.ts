/** The sizes of a tensor's axes, outermost first; () is a scalar. */
export type Shape = readonly number[]

/** The kinds of mismatch: of matrix factors, of shapes to broadcast, of a new shape, or others. */
type Misfit = 'matmul' | 'broadcast' | 'reshape' | 'output-size' | 'shape'

/** The kind of each error. It is stored separately, because the errors are plain RangeErrors. */
const misfits = new WeakMap<object, Misfit>()

/** Creates a RangeError about shapes, whose kind {@link misfitOf} returns. */
export function shapeError(misfit: Misfit, message: string): RangeError {
  const error = new RangeError(message)
  Error.captureStackTrace(error, shapeError)
  misfits.set(error, misfit)
  return error
}

/** Returns the kind of mismatch that caused a thrown value, if any. The value may be anything. */
export const misfitOf = (thrown: unknown): Misfit | undefined =>
  typeof thrown === 'object' && thrown !== null ? misfits.get(thrown) : undefined

/** Returns the number of elements of a shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, length) => size * length, 1)

/** @throws TypeError when a shape is not an array: other libraries take the sizes as separate arguments */
export function requireArray(operation: string, shape: Shape): void {
  if (!Array.isArray(shape))
    throw new TypeError(`${operation}: a shape must be an array, as in ${operation}([2, 3])`)
}

/**
 * Returns the number of elements of a requested shape.
 *
 * @throws RangeError naming the operation and the shape when a size is not an integer from 0 up
 */
export function checkedSizeOf(operation: string, shape: Shape): number {
  requireArray(operation, shape)
  if (!shape.every((length) => Number.isInteger(length) && length >= 0)) {
    throw shapeError(
      'shape',
      `${operation}: the sizes in shape ${formatShape(shape)} must be integers of at least 0`,
    )
  }
  return sizeOf(shape)
}

/** Formats a shape as NumPy does: `(2, 3)`, `(5,)` for one axis, `()` for a scalar. */
export const formatShape = (shape: Shape): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.map(String).join(', ')})`

/** Returns whether two shapes are equal. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis])

/**
 * Returns the shape that two shapes broadcast to, by NumPy's rule: aligned at the last axis, sizes are equal or one of
 * them is 1.
 *
 * @throws RangeError naming the operation and both shapes when they do not fit
 */
export function broadcastShapes(operation: string, a: Shape, b: Shape): number[] {
  const longer = a.length >= b.length ? a : b
  return longer.map((_, axis) => {
    const m = a[axis - longer.length + a.length] ?? 1
    const n = b[axis - longer.length + b.length] ?? 1
    if (m !== n && m !== 1 && n !== 1) {
      throw shapeError(
        'broadcast',
        `${operation}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast${lostAxis(a, b)}`,
      )
    }
    return m === 1 ? n : m
  })
}

/** Returns a hint if one shape is the other without one axis, as after a sum that did not keep it. */
function lostAxis(a: Shape, b: Shape): string {
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a]
  const isLost = longer.some((_, axis) => sameShape(longer.toSpliced(axis, 1), shorter))
  return isLost ? '. Was an axis lost in a sum, mean or max? The option { keepDims: true } keeps it' : ''
}

/**
 * Returns an axis counted from the front. A negative axis counts from the back.
 *
 * @throws RangeError naming the operation and the shape when there is no such axis
 */
export function resolveAxis(operation: string, axis: number, shape: Shape): number {
  const resolved = axis < 0 ? axis + shape.length : axis
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= shape.length) {
    throw shapeError('shape', `${operation}: no axis ${axis} in shape ${formatShape(shape)}`)
  }
  return resolved
}
