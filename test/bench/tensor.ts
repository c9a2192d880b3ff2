import '../../kit/system/v8-flags.ts'
import { add, map, matmul, Random, randn, type DType, type Tensor } from '#kit/tensor/index.ts'
import { medians } from './medians.ts'

/**
 * Measures how much slower the tensor library is than loops written for each case. Both take turns in one run, and the
 * output is the ratio of their medians: times differ between machines and moments, ratios much less.
 */
const ROUNDS = 401

interface Row {
  'what is measured': string
  dtype: DType
  library: string
  'plain loop': string
  'times as long': string
}

const N = 100
const D = 1000
const rows: Row[] = []

for (const dtype of ['float32', 'float64'] as const) {
  const random = new Random(1)
  const x = randn([N, D], { random, dtype })
  const same = randn([N, D], { random, dtype })
  const row = randn([D], { random, dtype })
  const column = randn([N, 1], { random, dtype })

  elementwise('add (100, 1000)', dtype, () => add(x, same), () => addSame(x, same)) // prettier-ignore
  elementwise('add (1000,)', dtype, () => add(x, row), () => addRow(x, row)) // prettier-ignore
  elementwise('add (100, 1)', dtype, () => add(x, column), () => addColumn(x, column)) // prettier-ignore
  elementwise('add a number', dtype, () => add(x, 3), () => addNumber(x, 3)) // prettier-ignore
  // A program maps many functions. With only one function seen so far, an engine can optimize more.
  for (const f of [Math.exp, Math.abs, (value: number) => value + 1, (value: number) => -value]) map(x, f)
  elementwise('map', dtype, () => map(x, (value) => value * value), () => square(x)) // prettier-ignore

  for (const [M, K, n] of [
    [64, 576, 1024],
    [100, 3072, 512],
  ]) {
    // prettier-ignore
    const a = randn([M, K], { random, dtype })
    const b = randn([K, n], { random, dtype })
    const [library, loop] = medians(() => matmul(a, b), () => multiplyRows(a, b), 9) // prettier-ignore
    const speed = (seconds: number) => `${((2 * M * K * n) / seconds / 1e9).toFixed(2)} GFLOP/s`
    report(`matmul (${M}, ${K}) (${K}, ${n})`, dtype, speed, library, loop)
  }
}
console.table(rows)

function elementwise(
  name: string,
  dtype: DType,
  library: () => Tensor,
  loop: () => Float32Array | Float64Array,
): void {
  const [a, b] = medians(library, loop, ROUNDS)
  report(name, dtype, (seconds) => `${((N * D) / seconds / 1e6).toFixed(0)} M/s`, a, b)
}

function report(
  name: string,
  dtype: DType,
  speed: (seconds: number) => string,
  library: number,
  loop: number,
): void {
  rows.push({
    'what is measured': name,
    dtype,
    library: speed(library),
    'plain loop': speed(loop),
    'times as long': (library / loop).toFixed(2),
  })
}

/** Creates a typed array of the type and length of x. */
function like(x: Tensor): Float32Array | Float64Array {
  return x.dtype === 'float32' ? new Float32Array(x.size) : new Float64Array(x.size)
}

function addSame(x: Tensor, y: Tensor) {
  const [out, a, b] = [like(x), x.data, y.data]
  for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i]
  return out
}

function addRow(x: Tensor, y: Tensor) {
  const [out, a, b] = [like(x), x.data, y.data]
  for (let n = 0, i = 0; n < N; n++) for (let d = 0; d < D; d++, i++) out[i] = a[i] + b[d]
  return out
}

function addColumn(x: Tensor, y: Tensor) {
  const [out, a, b] = [like(x), x.data, y.data]
  for (let n = 0, i = 0; n < N; n++) for (let d = 0; d < D; d++, i++) out[i] = a[i] + b[n]
  return out
}

function addNumber(x: Tensor, c: number) {
  const [out, a] = [like(x), x.data]
  for (let i = 0; i < out.length; i++) out[i] = a[i] + c
  return out
}

function square(x: Tensor) {
  const [out, a] = [like(x), x.data]
  for (let i = 0; i < out.length; i++) out[i] = a[i] * a[i]
  return out
}

/** Multiplies with the textbook loop over i, k and j, which runs along the rows of b and of the result. */
function multiplyRows(x: Tensor, y: Tensor) {
  const [M, K] = x.shape
  const n = y.shape[1]
  const [a, b] = [x.data, y.data]
  const out = x.dtype === 'float32' ? new Float32Array(M * n) : new Float64Array(M * n)
  for (let i = 0; i < M; i++) {
    for (let k = 0; k < K; k++) {
      const factor = a[i * K + k]
      for (let j = 0; j < n; j++) out[i * n + j] += factor * b[k * n + j]
    }
  }
  return out
}
