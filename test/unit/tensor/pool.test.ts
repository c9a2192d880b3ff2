import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import {
  add,
  BufferPool,
  div,
  full,
  markStorage,
  matmul,
  mean,
  mul,
  Random,
  randn,
  sub,
  sum,
  transpose,
  zeros,
  type Tensor,
} from '#kit/tensor/index.ts'
import { wasm } from '../../../kit/engine/wasm/index.ts'
import { fillHeap, usedHeap } from '../../support/heap.ts'

const inWasm = (x: Tensor) => x.data.buffer === wasm!.buffer
const used = usedHeap()

afterEach(() => {
  if (usedHeap() !== used) throw new Error('a test did not release its pool')
})

describe('a pool', () => {
  test('lends storage in the memory of WebAssembly inside a step, and only there', () => {
    const pool = new BufferPool()
    expect(inWasm(zeros([3]))).toBe(false)
    expect(inWasm(pool.step(() => zeros([3]), []))).toBe(true)
    expect(inWasm(zeros([3]))).toBe(false)
    pool.release()
  })

  test('uses the same storage again in the next step, and zeros are zeros in it', () => {
    const pool = new BufferPool()
    const first = pool.step(() => full([5], 7), [])
    expect(first.toNested()).toEqual([7, 7, 7, 7, 7])
    const second = pool.step(() => zeros([5]), [])
    expect(second.data.byteOffset).toBe(first.data.byteOffset)
    expect(second.toNested()).toEqual([0, 0, 0, 0, 0])
    pool.release()
  })

  test('keeps what can be reached from the roots, also through views, until it cannot', () => {
    const pool = new BufferPool()
    const model = { params: {} as Record<string, Tensor>, history: [] as Tensor[] }
    const seen: unknown[] = []
    for (let step = 0; step < 10; step++) {
      pool.step(() => {
        const before = model.params.w
        seen.push(before?.toNested())
        zeros([20])
        model.params.w = full([2], step).reshape([2, 1])
        zeros([20])
      }, [model])
      expect(usedHeap() - used).toBeLessThan(1000)
    }
    expect(seen.slice(0, 3)).toEqual([undefined, [[0], [0]], [[1], [1]]])
    pool.release()
  })

  test('gives back within a step what was made since a mark, except what can be reached', () => {
    const pool = new BufferPool()
    pool.step(() => {
      const before = full([20], 1)
      const recycle = markStorage()
      const [gone, kept] = [full([20], 2), full([20], 3)]
      recycle([{ view: kept.reshape([4, 5]) }])
      const next = [full([20], 4), full([20], 5)]
      expect(next[0].data.byteOffset).toBe(gone.data.byteOffset)
      expect([before, kept, ...next].map((x) => sum(x))).toEqual([20, 60, 80, 100])
      recycle([])
      expect(full([20], 6).data.byteOffset).toBe(gone.data.byteOffset)
      expect(sum(before)).toBe(20)
    }, [])
    pool.release()
  })

  test('a mark outside of a step takes nothing away', () => {
    const recycle = markStorage()
    const x = full([3], 1)
    recycle([])
    full([3], 2)
    expect(x.toNested()).toEqual([1, 1, 1])
  })

  test('a step that fails ends, and its storage comes back', () => {
    const pool = new BufferPool()
    const fails = () =>
      pool.step(() => {
        zeros([100])
        throw new Error('no')
      }, [])
    expect(fails).toThrow('no')
    expect(inWasm(zeros([3]))).toBe(false)
    pool.release()
  })

  test('a step inside a step is part of it', () => {
    const pool = new BufferPool()
    pool.step(() => {
      const outer = full([3], 1)
      const inner = pool.step(() => full([3], 2), [])
      expect(outer.toNested()).toEqual([1, 1, 1])
      expect(inWasm(inner)).toBe(true)
    }, [])
    pool.release()
  })

  test('that is full gives ordinary storage', () => {
    const emptyHeap = fillHeap(2 ** 20)
    const pool = new BufferPool()
    const size = 2 ** 17
    pool.step(() => {
      const all = Array.from({ length: 3 }, () => zeros([size], 'float32'))
      expect(inWasm(all[0])).toBe(true)
      expect(inWasm(all[2])).toBe(false)
      expect(all[2].data[size - 1]).toBe(0)
    }, [])
    pool.release()
    emptyHeap()
  })

  test('clones and copies of another type are never recycled', () => {
    const pool = new BufferPool()
    const [clone, copy] = pool.step(() => [full([3], 1).clone(), full([3], 1).astype('float32')], [])
    expect([inWasm(clone), inWasm(copy)]).toEqual([false, false])
    pool.release()
  })
})

test('every operation gives the same in a step as outside, to the last bit', () => {
  const shapes = fc.constantFrom([7, 130], [130], [7, 1], [1, 130], [1, 1])
  fc.assert(
    fc.property(
      shapes,
      fc.nat(),
      fc.constantFrom('float32' as const, 'float64' as const),
      (shape, seed, dtype) => {
        const [a, b] = [[7, 130], shape].map((s, i) => randn(s, { random: new Random(seed, i), dtype }))
        const compute = () => [
          ...[add, sub, mul, div].flatMap((operation) => [
            operation(a, b),
            operation(b, a),
            operation(a, 0.3),
            operation(0.3, a),
          ]),
          transpose(a),
          mean(a, 0),
          sum(div(1, mul(a, mul(a, a))), 1),
          sum(div(1, mul(a, mul(a, a)))),
        ]
        const pool = new BufferPool()
        const expected = compute()
        const actual = pool.step(compute, [])
        expect(actual).toEqual(expected)
        const inStep = pool.step(() => sum(matmul(a, transpose(a))), [])
        expect(inStep / sum(matmul(a, transpose(a)))).toBeCloseTo(1, 4)
        pool.release()
      },
    ),
    { numRuns: 30 },
  )
})
