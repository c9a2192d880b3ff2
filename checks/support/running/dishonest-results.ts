import { types } from 'node:util'
import { Tensor } from '#kit/tensor/index.ts'

/** The key under which any value is allowed: it is passed back to the submission and never inspected. */
const OPAQUE = 'cache'

/** The properties that every typed array inherits. A typed array that fakes its elements must override one of them. */
const inherited = Reflect.ownKeys(Object.getPrototypeOf(Float64Array.prototype) as object)

/** Built-in classes, whose getters are honest. */
const builtIn = new Set<unknown>(
  [Object, Array, Map, Set, Date, Promise].map((type) => type.prototype as unknown),
)
const floats = [Float64Array, Float32Array]
const integers = [Int8Array, Int16Array, Int32Array, Uint8Array, Uint16Array, Uint32Array, Uint8ClampedArray]
const typedArrays = [...floats, ...integers]

/**
 * Returns why a result cannot be judged, if so. It cannot if it contains a Proxy, a getter, or an object derived from
 * Tensor, because these can show different values at each read.
 *
 * @returns e.g. `dx, which is a Proxy`
 */
export function findDishonestResult(result: unknown, name = 'its result', depth = 0): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  if (types.isProxy(result)) return `${name}, which is a Proxy`
  if (result instanceof Tensor) return findDishonestTensor(result, name)
  if (ArrayBuffer.isView(result)) return findDishonestData(result, name)
  if (depth > 3) return undefined
  for (
    let type = Object.getPrototypeOf(result);
    type && !builtIn.has(type);
    type = Object.getPrototypeOf(type)
  ) {
    const properties = Object.values(Object.getOwnPropertyDescriptors(type as object))
    if (properties.some((property) => property.get)) return `${name}, which is of a class with getters`
  }
  for (const key of Reflect.ownKeys(result)) {
    if (key === OPAQUE) continue
    const property = Reflect.getOwnPropertyDescriptor(result, key)
    const inner = depth === 0 ? String(key) : `${name}.${String(key)}`
    if (property?.get || property?.set) return `${inner}, which is a getter`
    const trick = findDishonestResult(property?.value, inner, depth + 1)
    if (trick !== undefined) return trick
  }
  return undefined
}

function findDishonestTensor(tensor: Tensor, name: string): string | undefined {
  if (Object.getPrototypeOf(tensor) !== Tensor.prototype)
    return `${name}, which is of a class derived from Tensor`
  const keys = Reflect.ownKeys(tensor)
  const extra = keys.find((key) => key !== 'data' && key !== 'shape')
  if (extra !== undefined) return `${name}, a Tensor with a property of its own, ${String(extra)}`
  const values = keys.map((key) => Reflect.getOwnPropertyDescriptor(tensor, key)!)
  if (values.some((property) => property.get)) return `${name}, a Tensor with a getter`
  const { data, shape } = tensor
  if (types.isProxy(shape)) return `${name}, a Tensor whose shape is a Proxy`
  const sizes = shape.map((_, axis) => Reflect.getOwnPropertyDescriptor(shape, axis))
  if (sizes.some((size) => typeof size?.value !== 'number'))
    return `${name}, a Tensor whose shape is not all numbers`
  return findDishonestData(data, `${name}.data`)
}

function findDishonestData(data: ArrayBufferView, name: string): string | undefined {
  if (types.isProxy(data)) return `${name}, which is a Proxy`
  const prototype = Object.getPrototypeOf(data) as object
  if (!typedArrays.some((type) => type.prototype === prototype))
    return `${name}, which is no plain typed array`
  const own = inherited.find((key) => Object.hasOwn(data, key))
  return own === undefined ? undefined : `${name}, a typed array with a property of its own, ${String(own)}`
}
