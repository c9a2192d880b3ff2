import { describe, expect, test } from 'vitest'
import { add, BufferPool, concat, mul, sub, Tensor } from '#kit/tensor/index.ts'
import { normalizesTogether } from '#kit/training/index.ts'
import { wasm } from '../../../../kit/engine/wasm/index.ts'
import { fillHeap, usedHeap } from '../../../support/heap.ts'
import { batchOf } from './batch.ts'
import { build, type NetworkSpec } from './networks.ts'
import { parallel } from './support.ts'

/** Returns the loss and all gradients of a step in one row. */
function numbersOf(
  { loss, grads }: { loss: number; grads: Record<string, Tensor> },
  names: string[],
): Tensor {
  expect(Object.keys(grads).toSorted()).toEqual(names.toSorted())
  return concat([new Tensor(Float64Array.of(loss), [1]), ...names.map((name) => flat(grads[name]))])
}

const flat = (x: Tensor): Tensor => x.reshape([-1]).astype('float64')

/** Returns the largest difference, relative to the largest number. */
function difference(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape)
  const largest = Math.max(...a.data.map(Math.abs))
  return Math.max(...a.data.map((value, i) => Math.abs(value - b.data[i]))) / largest
}

const specs: NetworkSpec[] = [
  { network: 'plain', dtype: 'float64' },
  { network: 'batchnorm', dtype: 'float64' },
  { network: 'batchnorm', dtype: 'float32' },
  { network: 'of Part 1', dtype: 'float64' },
  { network: 'of Part 4', dtype: 'float64' },
]
describe.each(specs)('$network, $dtype', (spec) => {
  test.each([2, 3])('%i workers give what one gives, whatever the batch', async (workers) => {
    const tolerance = spec.dtype === 'float32' ? 1e-5 : 1e-12
    const one = build(spec)
    const several = await parallel(spec, workers)
    const names = Object.keys(one.params)
    for (const N of [6, 7, 8, 2, 1]) {
      const { x, labels } = batchOf(N, spec.dtype)
      const [expected, actual] = [one, several].map((model) => numbersOf(model.loss(x, labels), names))
      expect(difference(expected, actual)).toBeLessThan(tolerance)
      expect(difference(flat(one.scores(x)), flat(several.scores(x)))).toBeLessThan(tolerance)
      // The solver also replaces parameters this way.
      for (const model of [one, several]) model.params.b1 = add(model.params.b1, 0.1)
    }
    one.batchnormParams?.forEach(({ runningMean, runningVar }, i) => {
      const other = several.batchnormParams![i]
      if (!runningMean || !runningVar) return
      expect(difference(runningMean, other.runningMean!)).toBeLessThan(tolerance)
      expect(difference(runningVar, other.runningVar!)).toBeLessThan(tolerance)
    })
  })
})

describe.each([
  ['in memory that they share', undefined],
  ['in memory of their own where there is no room', 0.4],
])('workers %s', (_where, room) => {
  test('give what one gives, step by step in a pool', async () => {
    const { byteLength } = wasm!.buffer
    const used = usedHeap()
    const emptyHeap = room === undefined ? () => {} : fillHeap(room * byteLength)
    const spec: NetworkSpec = { network: 'batchnorm', dtype: 'float32' }
    const [one, several] = [build(spec), await parallel(spec, 2)]
    expect(usedHeap() - used).toBeGreaterThanOrEqual(0.5 * byteLength)
    const pool = new BufferPool()
    for (let step = 0; step < 3; step++) {
      const check = () => {
        const { x, labels } = batchOf(7, 'float32')
        const [expected, actual] = [one, several].map((model) => model.loss(x, labels))
        const names = Object.keys(one.params)
        expect(difference(numbersOf(expected, names), numbersOf(actual, names))).toBeLessThan(1e-5)
        for (const name of names) {
          const change = mul(0.1, expected.grads[name])
          for (const model of [one, several]) model.params[name] = sub(model.params[name], change)
        }
        expect(difference(flat(one.scores(x)), flat(several.scores(x)))).toBeLessThan(1e-4)
      }
      pool.step(check, [one, several])
    }
    pool.release()
    await several.close()
    emptyHeap()
    expect(usedHeap()).toBe(used)
  })
})

test('each share is dropped from with masks of its own, which continue from step to step', async () => {
  const model = await parallel({ network: 'dropout' }, 2)
  const shares = [build({ network: 'dropout' }), build({ network: 'dropout' })]
  const { x, labels } = batchOf(7)
  for (let step = 0; step < 2; step++) {
    const position = model.masks!.position
    const { loss, grads } = model.loss(x, labels)
    const [first, second] = shares.map((share, k) => {
      share.masks!.position = position + k * 2 ** 45
      const [start, end] = [4 * k, 4 + 3 * k]
      const rows = x.data.slice(start * 72, end * 72)
      return share.loss(new Tensor(rows, [end - start, 2, 6, 6]), Array.from(labels).slice(start, end))
    })
    expect(loss).toBeCloseTo((4 * first.loss + 3 * second.loss) / 7, 12)
    for (const name of Object.keys(grads)) {
      const expected = add(mul(first.grads[name], 4 / 7), mul(second.grads[name], 3 / 7))
      expect(difference(expected, grads[name])).toBeLessThan(1e-12)
    }
    expect(model.masks!.position).toBe(shares[0].masks!.position)
    expect(model.masks!.position).toBeGreaterThan(position)
  }
})

test('what a network takes from training images reaches all workers', async () => {
  const spec: NetworkSpec = { network: 'fitted' }
  const [one, unfitted, several] = [build(spec), build(spec), await parallel(spec, 3)]
  const { x, labels } = batchOf(7)
  for (const model of [one, several.model]) model.fit!(x)
  const names = Object.keys(one.params)
  const [expected, before, actual] = [one, unfitted, several].map((model) =>
    numbersOf(model.loss(x, labels), names),
  )
  expect(difference(expected, actual)).toBeLessThan(1e-12)
  expect(difference(before, actual)).toBeGreaterThan(0.01)
  expect(several.fixed).toEqual(new Set(['W1']))
})

test.each([
  ['batchnorm', true],
  ['of Part 1', true],
  ['of Part 2', false],
  ['of Part 4', true],
] as const)('whether a network "%s" normalizes with the whole batch: %s', (network, expected) => {
  expect(normalizesTogether(build({ network }), batchOf(2))).toBe(expected)
})
