import { describe, expect, test } from 'vitest'
import { add, argmax, concat, div, map, matmul, max, mean, mul, pad, sub, sum } from '#kit/tensor/index.ts'
import { transpose, variance, zeros } from '#kit/tensor/index.ts'

// Types forbid these arguments, but checks run without type-checking.
const missing = undefined as never
const x = zeros([2, 3])

describe('an argument that is no tensor', () => {
  const first: Record<string, (given: never) => unknown> = {
    map: (given) => map(given, Math.abs),
    matmul: (given) => matmul(given, x),
    sum: (given) => sum(given, 0),
    mean: (given) => mean(given),
    variance: (given) => variance(given, 0),
    max: (given) => max(given),
    argmax: (given) => argmax(given, 1),
    transpose: (given) => transpose(given),
    pad: (given) => pad(given, [[0, 0]]),
  }
  test.for(Object.entries(first))('%s', ([name, operation]) => {
    expect(() => operation(missing)).toThrow(
      new TypeError(`${name}: the first argument must be a tensor, but it is undefined`),
    )
  })

  test('of two', () => {
    expect(() => matmul(x, missing)).toThrow(
      new TypeError('matmul: the second argument must be a tensor, but it is undefined'),
    )
    expect(() => concat([x, missing])).toThrow(
      new TypeError('concat: element 1 of the array must be a tensor, but it is undefined'),
    )
  })

  test.for(Object.entries({ add, sub, mul, div }))('%s, which also takes numbers', ([name, operation]) => {
    expect(() => operation(missing, 1)).toThrow(
      new TypeError(`${name}: the first argument must be a tensor or a number, but it is undefined`),
    )
    expect(() => operation(x, missing)).toThrow(
      new TypeError(`${name}: the second argument must be a tensor or a number, but it is undefined`),
    )
  })

  test.for<[unknown, string]>([
    [[1, 2], 'an array'],
    [new Float64Array(2), 'an array'],
    [null, 'null'],
    ['1', "'1'"],
    [() => 1, 'a function'],
    [{ dx: x }, 'an object { dx }'],
    [{ out: x, cache: {} }, 'an object { out, cache }. A forward pass returns an object: take out from it'],
  ])('%o', ([given, described]) => {
    expect(() => sum(given as never)).toThrow(
      new TypeError(`sum: the first argument must be a tensor, but it is ${described}`),
    )
  })
})

test('an argument in the style of another library', () => {
  expect(() => transpose(x, 1 as never)).toThrow(
    'transpose: the second argument must be an array of axes, as in [1, 0], but it is 1',
  )
  expect(() => pad(x, 1 as never)).toThrow(
    'pad: the second argument must be an array of pairs, as in [[0, 0], [1, 2]], but it is 1',
  )
  expect(() => sum(x, { keepDims: true } as never)).toThrow(
    'sum: the second argument must be an axis or an array of axes, but it is an object { keepDims }',
  )
  expect(() => concat(x as never)).toThrow(
    'concat: the first argument must be an array of tensors, but it is an object { data, shape }',
  )
})
