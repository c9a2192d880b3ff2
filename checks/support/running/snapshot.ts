import { formatShape, sameShape, Tensor, type Shape } from '#kit/tensor/index.ts'
import { formatApart, formatIndex, formatValue } from '../comparing/format.ts'

/** An argument as it was before a call. */
export interface Snapshot {
  /** A copy of the argument. */
  copy: unknown
  /** Returns what the call has changed in the argument, if anything. */
  change: () => string | undefined
}

/** How many levels of objects within an argument are copied. */
const LEVELS = 4

/**
 * Copies an argument: tensors and arrays with their elements, options with their values.
 *
 * @param position - the number of arguments before it
 * @param mayWrite - what the call may change: `argument 4.runningMean`
 */
export function snapshot(argument: unknown, position: number, mayWrite: readonly string[]): Snapshot {
  const changes: Snapshot['change'][] = []
  const copyOf = <Values extends ArrayLike<number>>(
    place: string,
    element: (i: number) => string,
    values: Values,
  ): Values => {
    const copy = (ArrayBuffer.isView(values)
      ? (values as never as Float64Array).slice()
      : Array.from(values)) as never as Values
    if (!mayWrite.includes(place)) changes.push(() => changeOf(place, element, copy, values))
    return copy
  }
  const collect = (value: unknown, place: string, depth: number): unknown => {
    if (value instanceof Tensor) {
      const { data, shape } = value
      const copy = copyOf(place, (i) => `element ${formatIndex(i, value.shape)}`, data)
      const sizes = [...shape]
      if (!mayWrite.includes(place)) changes.push(() => changeOfTensor(place, value, data, sizes))
      // A cache may hold anything, even a tensor that no longer fits its shape.
      return value.size === copy.length ? new Tensor(copy, value.shape) : value
    }
    if (
      ArrayBuffer.isView(value) ||
      (Array.isArray(value) && value.every((item) => typeof item === 'number'))
    ) {
      return copyOf(place, (i) => `element ${i}`, value as ArrayLike<number>)
    }
    if (typeof value !== 'object' || value === null || depth >= LEVELS) return value
    const keys = new Set(Object.keys(value))
    changes.push(() => {
      const added = Object.keys(value).find((key) => !keys.has(key))
      return added === undefined || mayWrite.includes(`${place}.${added}`)
        ? undefined
        : `${place}.${added} was added`
    })
    const copy = (
      Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object)
    ) as Record<string, unknown>
    for (const [key, item] of Object.entries(value)) {
      copy[key] = collect(item, `${place}.${key}`, depth + 1)
      if (mayWrite.includes(`${place}.${key}`)) continue
      changes.push(() => {
        const now = (value as Record<string, unknown>)[key]
        return Object.is(now, item) ? undefined : `${place}.${key} was replaced by ${formatValue(now)}`
      })
    }
    return copy
  }
  const copy = collect(argument, `argument ${position + 1}`, 0)
  return {
    copy,
    change: () => {
      for (const change of changes) {
        const text = change()
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}

/** Returns whether a tensor holds another array than before, or has another shape. */
function changeOfTensor(place: string, now: Tensor, data: unknown, shape: Shape): string | undefined {
  if (now.data !== data) return `${place}.data was replaced`
  if (Array.isArray(now.shape) && sameShape(shape, now.shape)) return undefined
  return `${place} had shape ${formatShape(shape)} and now has ${Array.isArray(now.shape) ? formatShape(now.shape) : 'none'}`
}

/** Returns how elements have changed since they were copied, if they have. */
function changeOf(
  place: string,
  element: (i: number) => string,
  copy: ArrayLike<number>,
  values: ArrayLike<number>,
): string | undefined {
  if (ArrayBuffer.isView(copy) && ArrayBuffer.isView(values) && sameBytes(copy, values)) return undefined
  const i = Array.prototype.findIndex.call(copy, (value: number, k: number) => !Object.is(value, values[k]))
  if (copy.length !== values.length)
    return `${place} had ${copy.length} elements and now has ${values.length}`
  if (i === -1) return undefined
  const [was, is] = formatApart(copy[i], values[i])
  return `${element(i)} of ${place} was ${was} and is now ${is}`
}

/** Compares as memory for speed: a network's many parameters are compared at every call. */
const sameBytes = (a: ArrayBufferView, b: ArrayBufferView): boolean =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))
