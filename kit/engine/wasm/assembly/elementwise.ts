// Loops over whole arrays of float32 numbers: four at a time, and one at a time what is left over.
//
// Here and in the other files: arrays are given by their addresses, first those that are written to, and then follow
// sizes in elements.

import { upperHalf } from './upper-half'

/** out = value. */
export function fill(out: usize, count: usize, value: f32): void {
  const values = f32x4.splat(value)
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) v128.store(out + i, values)
  for (; i < bytes; i += 4) store<f32>(out + i, value)
}

/** out = max(0, x). */
export function relu(out: usize, x: usize, count: usize): void {
  const zero = f32x4.splat(0)
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) v128.store(out + i, f32x4.max(v128.load(x + i), zero))
  for (; i < bytes; i += 4) store<f32>(out + i, max<f32>(load<f32>(x + i), 0))
}

/** dx = dout where y > 0, and 0 elsewhere. */
export function reluBackward(dx: usize, dout: usize, y: usize, count: usize): void {
  const zero = f32x4.splat(0)
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    v128.store(dx + i, v128.and(v128.load(dout + i), f32x4.gt(v128.load(y + i), zero)))
  }
  for (; i < bytes; i += 4) store<f32>(dx + i, load<f32>(y + i) > 0 ? load<f32>(dout + i) : 0)
}

/** out = a + b, a - b, a * b or a / b, for the operations 0 to 3. */
export function combine(out: usize, a: usize, b: usize, count: usize, operation: i32): void {
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    const x = v128.load(a + i)
    const y = v128.load(b + i)
    v128.store(out + i, operation < 2
      ? operation == 0 ? f32x4.add(x, y) : f32x4.sub(x, y)
      : operation == 2 ? f32x4.mul(x, y) : f32x4.div(x, y))
  }
  for (; i < bytes; i += 4) store<f32>(out + i, <f32>apply(<f64>load<f32>(a + i), <f64>load<f32>(b + i), operation))
}

/** The same with one number in the place of b, or with `reversed` of a: computed in float64 and rounded once. */
export function combineNumber(out: usize, a: usize, count: usize, operation: i32, b: f64, reversed: bool): void {
  const right = f64x2.splat(b)
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    const x = v128.load(a + i)
    const low = applyTwice(f64x2.promote_low_f32x4(x), right, operation, reversed)
    const high = applyTwice(f64x2.promote_low_f32x4(upperHalf(x)), right, operation, reversed)
    v128.store(out + i, i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2))
  }
  for (; i < bytes; i += 4) {
    const left = <f64>load<f32>(a + i)
    store<f32>(out + i, <f32>(reversed ? apply(b, left, operation) : apply(left, b, operation)))
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function applyTwice(left: v128, right: v128, operation: i32, reversed: bool): v128 {
  if (operation == 2) return f64x2.mul(left, right)
  if (operation == 0) return f64x2.add(left, right)
  const x = reversed ? right : left
  const y = reversed ? left : right
  return operation == 1 ? f64x2.sub(x, y) : f64x2.div(x, y)
}

/** out = weightA · a + weightB · b. */
export function weightedSum(out: usize, a: usize, b: usize, count: usize, weightA: f32, weightB: f32): void {
  const left = f32x4.splat(weightA)
  const right = f32x4.splat(weightB)
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    v128.store(out + i, f32x4.add(f32x4.mul(left, v128.load(a + i)), f32x4.mul(right, v128.load(b + i))))
  }
  for (; i < bytes; i += 4) store<f32>(out + i, weightA * load<f32>(a + i) + weightB * load<f32>(b + i))
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function apply(x: f64, y: f64, operation: i32): f64 {
  return operation < 2 ? (operation == 0 ? x + y : x - y) : operation == 2 ? x * y : x / y
}

/** The sum of all elements, added in float64. */
function sum(x: usize, count: usize): f64 {
  const bytes = count * 4
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    even = f64x2.add(even, f64x2.promote_low_f32x4(v128.load64_zero(x + i)))
    odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.load64_zero(x + i, 8)))
  }
  const both = f64x2.add(even, odd)
  let total = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)
  for (; i < bytes; i += 4) total += <f64>load<f32>(x + i)
  return total
}

/** Adds b[r] to each element of row r, in place; with `withRelu`, then sets what is negative to 0. */
export function addToRows(out: usize, b: usize, rows: usize, length: usize, withRelu: bool): void {
  const floor = withRelu ? <f32>0 : -Infinity as f32
  const least = f32x4.splat(floor)
  const bytes = length * 4
  for (let r: usize = 0; r < rows; r++) {
    const value = load<f32>(b + r * 4)
    const values = f32x4.splat(value)
    const row = out + r * bytes
    let i: usize = 0
    for (; i + 16 <= bytes; i += 16) v128.store(row + i, f32x4.max(f32x4.add(v128.load(row + i), values), least))
    for (; i < bytes; i += 4) store<f32>(row + i, max<f32>(load<f32>(row + i) + value, floor))
  }
}

/** Adds the sum of each row of x to the float64 number of that row in sums. */
export function sumRows(sums: usize, x: usize, rows: usize, length: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    store<f64>(sums + r * 8, load<f64>(sums + r * 8) + sum(x + r * length * 4, length))
  }
}
