import { loops, operations } from '../engine/loops/index.ts'
import { inWasmMemory } from '../engine/wasm/index.ts'
import { allocate } from './create.ts'
import { broadcastShapes, sizeOf, type Shape } from './shape.ts'
import { requireTensor, Tensor, wrongArgument, type DType, type TensorData } from './tensor.ts'

/** An operand of an element-wise operation: a tensor, or a number that stands for a tensor full of it. */
export type Operand = Tensor | number

/** Returns a + b, element by element, with NumPy's broadcasting; RangeError names both shapes if they do not fit. */
export const add = (a: Operand, b: Operand): Tensor => combine('add', addRun, a, b)

/** Returns a - b, element by element, with NumPy's broadcasting; RangeError names both shapes if they do not fit. */
export const sub = (a: Operand, b: Operand): Tensor => combine('sub', subRun, a, b)

/** Returns a * b, element by element, with NumPy's broadcasting; RangeError names both shapes if they do not fit. */
export const mul = (a: Operand, b: Operand): Tensor => combine('mul', mulRun, a, b)

/** Returns a / b, element by element, with NumPy's broadcasting; RangeError names both shapes if they do not fit. */
export const div = (a: Operand, b: Operand): Tensor => combine('div', divRun, a, b)

/** Returns a new tensor of `f(element, flat index)`, with the shape and element type of `x`. */
export function map(x: Tensor, f: (value: number, index: number) => number): Tensor {
  requireTensor('map', 'the first argument', x)
  const out = allocate(x.size, x.dtype)
  mapLoop(f, x.dtype)(out, x.data, f)
  return new Tensor(out, x.shape)
}

type MapLoop = (out: TensorData, data: TensorData, f: (value: number, index: number) => number) => void

const mapLoops = new Map<string, MapLoop>()

/**
 * Returns the loop of {@link map} for a function. All closures with the same source share it. JavaScript engines inline
 * a function into the loop that calls it, but only while the loop has called no other: a single loop for all functions
 * takes ten times as long. The number in the source keeps the engine from sharing the loops.
 */
function mapLoop(f: (value: number, index: number) => number, dtype: DType): MapLoop {
  const key = `${dtype} ${f}`
  let loop = mapLoops.get(key)
  if (!loop) {
    const body = `for (let i = 0; i < out.length; i++) out[i] = f(data[i], i) // ${mapLoops.size}`
    loop = new Function('out', 'data', 'f', body) as MapLoop
    mapLoops.set(key, loop)
  }
  return loop
}

/** Returns float64 if any of the tensors is, as in NumPy, else float32. Plain numbers do not count. */
export const resultType = (...operands: Operand[]): DType =>
  operands.some((x) => typeof x !== 'number' && x.dtype === 'float64') ||
  operands.every((x) => typeof x === 'number')
    ? 'float64'
    : 'float32'

/**
 * Computes `count` neighbouring elements of the result: out[o + k] from a[i + k * da] and b[j + k * db]. The steps da
 * and db are 1, or 0 to repeat one element.
 */
type Run = (
  out: TensorData,
  o: number,
  count: number,
  a: TensorData,
  i: number,
  da: number,
  b: TensorData,
  j: number,
  db: number,
) => void

// The loops are written out: one that calls a function for every element is several times slower, and one that steps
// along a repeated element twice as slow.
const addRun: Run = (out, o, count, a, i, da, b, j, db) => {
  if (db === 0) for (let right = b[j], k = 0; k < count; k++) out[o + k] = a[i + k] + right
  else if (da === 0) for (let left = a[i], k = 0; k < count; k++) out[o + k] = left + b[j + k]
  else for (let k = 0; k < count; k++) out[o + k] = a[i + k] + b[j + k]
}
const subRun: Run = (out, o, count, a, i, da, b, j, db) => {
  if (db === 0) for (let right = b[j], k = 0; k < count; k++) out[o + k] = a[i + k] - right
  else if (da === 0) for (let left = a[i], k = 0; k < count; k++) out[o + k] = left - b[j + k]
  else for (let k = 0; k < count; k++) out[o + k] = a[i + k] - b[j + k]
}
const mulRun: Run = (out, o, count, a, i, da, b, j, db) => {
  if (db === 0) for (let right = b[j], k = 0; k < count; k++) out[o + k] = a[i + k] * right
  else if (da === 0) for (let left = a[i], k = 0; k < count; k++) out[o + k] = left * b[j + k]
  else for (let k = 0; k < count; k++) out[o + k] = a[i + k] * b[j + k]
}
const divRun: Run = (out, o, count, a, i, da, b, j, db) => {
  if (db === 0) for (let right = b[j], k = 0; k < count; k++) out[o + k] = a[i + k] / right
  else if (da === 0) for (let left = a[i], k = 0; k < count; k++) out[o + k] = left / b[j + k]
  else for (let k = 0; k < count; k++) out[o + k] = a[i + k] / b[j + k]
}

/** The least number of neighbours for which a run in WebAssembly is faster. */
const FAST_FROM = 64

/** Returns a run in WebAssembly. It rounds like those above, so that the results are bit-identical. */
const fastRun = (operation: keyof typeof operations): Run => {
  const number = operations[operation]
  return (out, o, count, a, i, da, b, j, db) => {
    const target = out.subarray(o, o + count)
    if (db === 0) loops.combineNumber(target, a.subarray(i, i + count), count, number, b[j], false)
    else if (da === 0) loops.combineNumber(target, b.subarray(j, j + count), count, number, a[i], true)
    else loops.combine(target, a.subarray(i, i + count), b.subarray(j, j + count), count, number)
  }
}

/** Returns an operand as a tensor. @throws TypeError for anything that is neither a tensor nor a number */
function tensorOf(operation: string, argument: string, operand: Operand): Tensor {
  if (operand instanceof Tensor) return operand
  if (typeof operand === 'number') return new Tensor(Float64Array.of(operand), [])
  throw wrongArgument(operation, argument, 'a tensor or a number', operand)
}

function combine(operation: keyof typeof operations, run: Run, left: Operand, right: Operand): Tensor {
  const a = tensorOf(operation, 'the first argument', left)
  const b = tensorOf(operation, 'the second argument', right)
  const dtype = resultType(left, right)
  const shape = broadcastShapes(operation, a.shape, b.shape)
  const out = allocate(sizeOf(shape), dtype)
  const axes = mergeAxes(shape, broadcastSteps(a.shape, shape), broadcastSteps(b.shape, shape))
  const inner = axes.pop() ?? { length: 1, da: 0, db: 0 }

  const fast = inner.length >= FAST_FROM && dtype === 'float32' && inWasmMemory(out)
  const runOf = fast ? fastRun(operation) : run
  const walk = (axis: number, o: number, i: number, j: number): number => {
    if (axis === axes.length) {
      runOf(out, o, inner.length, a.data, i, inner.da, b.data, j, inner.db)
      return o + inner.length
    }
    const { length, da, db } = axes[axis]
    for (let k = 0; k < length; k++) o = walk(axis + 1, o, i + k * da, j + k * db)
    return o
  }
  if (out.length > 0) walk(0, 0, 0, 0)
  return new Tensor(out, shape)
}

/** Returns the step along each axis of `target` in the data of a tensor of shape `shape`: 0 if repeated. */
function broadcastSteps(shape: Shape, target: Shape): number[] {
  const missing = target.length - shape.length
  return target.map((_, axis) =>
    axis < missing || shape[axis - missing] === 1 ? 0 : sizeOf(shape.slice(axis - missing + 1)),
  )
}

interface MergedAxis {
  length: number
  da: number
  db: number
}

/** Merges neighbouring axes that both operands traverse as one, so that the innermost run is as long as possible. */
function mergeAxes(shape: Shape, stepsA: number[], stepsB: number[]): MergedAxis[] {
  const merged: MergedAxis[] = []
  shape.forEach((length, axis) => {
    if (length === 1) return
    const [da, db] = [stepsA[axis], stepsB[axis]]
    const last = merged.at(-1)
    if (last && last.da === length * da && last.db === length * db) {
      Object.assign(last, { length: last.length * length, da, db })
    } else {
      merged.push({ length, da, db })
    }
  })
  return merged
}
