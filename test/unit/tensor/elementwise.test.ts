import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, div, map, mul, sub, Tensor, zeros, type Operand } from '#kit/tensor/index.ts'
import { at, fromFunction, plain, shapes, tensorOf, tensors } from './naive.ts'

/** Two shapes that broadcast: each lacks some leading axes of the target and has size 1 on some others. */
const fittingShapes = shapes.chain((target) => {
  const operand = fc
    .tuple(fc.nat(target.length), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .map(([missing, single]) => target.map((length, axis) => (single[axis] ? 1 : length)).slice(missing))
  return fc.tuple(operand, operand)
})

const operands = fittingShapes.chain(([a, b]) => fc.tuple(tensorOf(a), tensorOf(b)))

/** Returns the shape of the result. The shorter shape gets leading axes of size 1, which stretch like any other. */
function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  const [long, other] = [a, b].map((shape) => [...Array<number>(rank - shape.length).fill(1), ...shape])
  return long.map((length, axis) => (length === 1 ? other[axis] : length))
}

/** Returns the element of `x` for an index of the result. */
const atBroadcast = (x: Operand, index: number[]): number =>
  typeof x === 'number'
    ? x
    : at(
        x,
        index.slice(index.length - x.shape.length).map((i, axis) => (x.shape[axis] === 1 ? 0 : i)),
      )

const functions = { add, sub, mul, div }
const scalar = { add: (a: number, b: number) => a + b, sub: (a: number, b: number) => a - b, mul: (a: number, b: number) => a * b, div: (a: number, b: number) => a / b } // prettier-ignore

describe.for(['add', 'sub', 'mul', 'div'] as const)('%s', (name) => {
  const operation = functions[name]

  test('is the naive loop for every pair of shapes that broadcast, and every mix of types', () => {
    fc.assert(
      fc.property(operands, ([a, b]) => {
        const dtype = a.dtype === 'float32' && b.dtype === 'float32' ? 'float32' : 'float64'
        const expected = fromFunction(broadcast(a.shape, b.shape), dtype, (index) =>
          scalar[name](atBroadcast(a, index), atBroadcast(b, index)),
        )
        expect(plain(operation(a, b))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('takes a number on either side, which does not change the type', () => {
    fc.assert(
      fc.property(tensors(), fc.double({ min: -100, max: 100, noNaN: true }), (x, c) => {
        expect(plain(operation(x, c))).toEqual(
          fromFunction(x.shape, x.dtype, (index) => scalar[name](at(x, index), c)),
        )
        expect(plain(operation(c, x))).toEqual(
          fromFunction(x.shape, x.dtype, (index) => scalar[name](c, at(x, index))),
        )
      }),
    )
    expect(plain(operation(6, 3))).toEqual({ shape: [], dtype: 'float64', values: [scalar[name](6, 3)] })
  })

  test('changes neither operand and shares no memory with it', () => {
    fc.assert(
      fc.property(operands, ([a, b]) => {
        const before = [plain(a), plain(b)]
        const { data } = operation(a, b)
        data.fill(7)
        expect([plain(a), plain(b)]).toEqual(before)
      }),
    )
  })

  test('names itself and both shapes when they do not broadcast', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), fc.constantFrom(2, 3, 4), (shape, position, length) => {
        fc.pre(shape.length > 0)
        const axis = position % shape.length
        const a = shape.with(axis, length)
        const b = shape.with(axis, length + 1)
        const written = (s: number[]) => `(${s.join(', ')}${s.length === 1 ? ',' : ''})`
        expect(() => operation(zeros(a), zeros(b))).toThrow(
          new RangeError(`${name}: shapes ${written(a)} and ${written(b)} do not broadcast`),
        )
      }),
    )
    expect(() => operation(zeros([2, 3]), zeros([2]))).toThrow(
      'shapes (2, 3) and (2,) do not broadcast. Was an axis lost in a sum, mean or max? The option { keepDims: true } keeps it',
    )
  })
})

describe('map', () => {
  test('is the naive loop, with the flat index', () => {
    fc.assert(
      fc.property(tensors(), (x) => {
        let flat = 0
        expect(plain(map(x, (value, index) => 2 * value + index))).toEqual(
          fromFunction(x.shape, x.dtype, (index) => 2 * at(x, index) + flat++),
        )
      }),
    )
  })

  test('does not change its argument', () => {
    const x = new Tensor(Float64Array.of(1, 2), [2])
    map(x, () => 0).data.fill(3)
    expect([...x.data]).toEqual([1, 2])
  })
})
