import { expect, test } from 'vitest'
import { updateRules } from '#kit/layers/index.ts'
import { matmul, mul, sub, sum, Tensor, transpose, zerosLike } from '#kit/tensor/index.ts'
import { draw, relativeError } from './cases.ts'

/** Returns numbers between -1 and 1 that Python computes alike. */
function waves(shape: readonly number[], start: number): Tensor {
  const count = shape.reduce((product, length) => product * length, 1)
  return new Tensor(
    Float64Array.from({ length: count }, (_, i) => Math.sin(start + 0.7 * i + 0.01 * i * i)),
    shape,
  )
}

/** Returns a sum in which every element has a weight of its own. */
const weighted = ({ data }: Tensor): number =>
  Array.from(data).reduce((total, value, i) => total + value * Math.sin(i + 1), 0)

const lengthOf = (x: Tensor): number => Math.sqrt(sum(mul(x, x)))

// Computed with PyTorch 1.13 in float64.
test.for([
  {
    shape: [6, 2, 3, 3],
    sums: [0.5201404618744335, 0.677634194931227, 0.9487307142800223],
    velocity: -38.75343429228031,
  },
  {
    shape: [5, 2, 1, 2],
    sums: [-0.7040656450032166, -0.6039643212045284, -0.3368127770160684],
    velocity: -26.316492955959884,
  },
])('takes the steps of PyTorch for filters of $shape', ({ shape, sums, velocity }) => {
  let next: ReturnType<typeof updateRules.muon> = { w: waves(shape, 1), config: { learningRate: 0.5 } }
  for (const [step, expected] of sums.entries()) {
    next = updateRules.muon(next.w, mul(step + 1, waves(shape, 10 + step)), next.config)
    expect(weighted(next.w)).toBeCloseTo(expected, 10)
  }
  expect(weighted(next.config.velocity!)).toBeCloseTo(velocity, 10)
})

const [w, dw] = draw([[8, 3, 3, 3], [8, 3, 3, 3]], 7) // prettier-ignore
/** Returns the first step: the difference between the scaled filters and the next ones. */
const stepOf = (gradient: Tensor) =>
  sub(mul(Math.sqrt(8) / lengthOf(w), w), updateRules.muon(w, gradient, { learningRate: 1 / 0.16 }).w)

test('steps of a first gradient do not depend on its length', () => {
  expect(relativeError(stepOf(mul(1000, dw)), stepOf(dw))).toBeLessThan(1e-6)
  // A gradient of zeros only scales the filters.
  expect(lengthOf(stepOf(zerosLike(dw)))).toBe(0)
})

test('steps go about equally far in all directions', () => {
  const spread = (x: Tensor) => {
    const rows = x.reshape([8, -1])
    const products = matmul(rows, transpose(rows))
    // The trace of the product is the sum of the squared singular values, and its length that of their squares.
    const trace = Array.from({ length: 8 }, (_, i) => products.data[9 * i]).reduce((a, b) => a + b)
    return lengthOf(products) / (trace / Math.sqrt(8))
  }
  // One direction is a hundred times as strong as the others.
  const strong = dw.clone()
  for (let i = 0; i < 27; i++) strong.data[i] *= 100
  expect(spread(strong)).toBeGreaterThan(2.5)
  expect(spread(stepOf(dw))).toBeLessThan(1.15)
  expect(spread(stepOf(strong))).toBeLessThan(spread(strong) / 1.5)
})

test('all but filters are updated by Nesterov momentum', () => {
  const [v, dv] = draw([[4, 5], [4, 5]], 3) // prettier-ignore
  const config = { learningRate: 0.3, momentum: 0.7 }
  expect(updateRules.muon(v, dv, config)).toEqual(updateRules.nesterovMomentum(v, dv, config))
})
