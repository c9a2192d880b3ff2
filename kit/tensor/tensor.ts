import type { DType, TensorData } from '../engine/numbers.ts'
import { checkedSizeOf, formatShape, requireArray, shapeError, sizeOf, type Shape } from './shape.ts'

export type { DType, TensorData }

/** @throws TypeError naming the operation, the argument and what was given instead, when that is no tensor */
export function requireTensor(operation: string, argument: string, given: unknown): asserts given is Tensor {
  if (!(given instanceof Tensor)) throw wrongArgument(operation, argument, 'a tensor', given)
}

/** Creates a TypeError that says what an argument must be, and what was given instead. */
export function wrongArgument(
  operation: string,
  argument: string,
  wanted: string,
  given: unknown,
): TypeError {
  const error = new TypeError(`${operation}: ${argument} must be ${wanted}, but it is ${described(given)}`)
  Error.captureStackTrace(error, wrongArgument)
  return error
}

function described(given: unknown): string {
  if (ArrayBuffer.isView(given) || Array.isArray(given)) return 'an array'
  if (typeof given === 'function') return 'a function'
  if (typeof given === 'string') return `'${given}'`
  if (typeof given !== 'object' || given === null) return String(given)
  const keys = Object.keys(given)
  const taken = keys.includes('out') ? '. A forward pass returns an object: take out from it' : ''
  return `an object { ${keys.join(', ')} }${taken}`
}

/** Numbers nested to any depth, as NumPy's `array` accepts them. */
export type NestedNumbers = number | readonly NestedNumbers[]

/**
 * A dense, row-major, contiguous array of numbers: a shape and a typed array, nothing else.
 *
 * A tensor of shape (N, D) stores element (n, d) at `data[n * D + d]`. A scalar has shape ().
 */
export class Tensor {
  /** The elements in row-major order: the last axis moves fastest. */
  readonly data: TensorData
  /** The size of each axis. */
  readonly shape: Shape

  /**
   * @param data - the elements in row-major order; kept, not copied
   * @param shape - one size per axis; their product is `data.length`
   * @throws RangeError when the shape does not hold exactly `data.length` elements
   */
  constructor(data: TensorData, shape: Shape) {
    if (!(data instanceof Float32Array || data instanceof Float64Array)) {
      throw new TypeError('Tensor: data must be a Float32Array or a Float64Array')
    }
    const size = checkedSizeOf('Tensor', shape)
    if (size !== data.length) {
      throw shapeError(
        'shape',
        `Tensor: shape ${formatShape(shape)} holds ${size} elements, but data has ${data.length}`,
      )
    }
    this.data = data
    this.shape = [...shape]
  }

  /** The number of elements. */
  get size(): number {
    return this.data.length
  }

  /** The element type. */
  get dtype(): DType {
    return this.data instanceof Float32Array ? 'float32' : 'float64'
  }

  /**
   * Returns the same elements with another shape, as a view: writing to one writes to the other.
   *
   * @param shape - the new shape; one axis may be -1 and gets the remaining size
   * @throws RangeError when the number of elements would change
   */
  reshape(shape: Shape): Tensor {
    requireArray('reshape', shape)
    const known = shape.reduce((size, length) => (length === -1 ? size : size * length), 1)
    const wildcards = shape.filter((length) => length === -1).length
    const resolved = shape.map((length) => (length === -1 ? this.size / known : length))
    const whole = resolved.every((length) => Number.isInteger(length) && length >= 0)
    if (wildcards > 1 || sizeOf(resolved) !== this.size || !whole) {
      throw shapeError(
        'reshape',
        `reshape: cannot make ${formatShape(shape)} out of ${formatShape(this.shape)}`,
      )
    }
    return new Tensor(this.data, resolved)
  }

  /** @throws TypeError because `x + y` and the like do not compute with tensors; texts may contain them */
  [Symbol.toPrimitive](hint: 'default' | 'number' | 'string'): string {
    if (hint === 'string') return `Tensor ${formatShape(this.shape)}`
    throw new TypeError(
      'Operators such as + do not work on tensors: use add, sub, mul or div of #kit/tensor/index.ts',
    )
  }

  /** Returns a copy of the tensor with its own data. */
  clone(): Tensor {
    return new Tensor(this.data.slice(), this.shape)
  }

  /** Returns the same elements as `dtype`, always as a copy. */
  astype(dtype: DType): Tensor {
    return new Tensor(
      dtype === 'float32' ? new Float32Array(this.data) : new Float64Array(this.data),
      this.shape,
    )
  }

  /** Returns the elements as nested arrays, for printing and comparing. */
  toNested(): NestedNumbers {
    const nest = (axis: number, offset: number): NestedNumbers => {
      if (axis === this.shape.length) return this.data[offset]
      const step = sizeOf(this.shape.slice(axis + 1))
      return Array.from({ length: this.shape[axis] }, (_, i) => nest(axis + 1, offset + i * step))
    }
    return nest(0, 0)
  }
}
