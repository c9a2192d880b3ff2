import { expect, test } from 'vitest'
import { ones, type Tensor } from '#kit/tensor/index.ts'
import { snapshot } from '../../../checks/support/running/snapshot.ts'

/** Returns what is said about a call that changes its second argument, which the call may write to in part. */
function changeBy(call: (x: Tensor, options: { mean: Tensor }) => void, mayWrite: readonly string[] = []) {
  const [x, options] = [ones([2, 3]), { mean: ones([3]) }]
  const snapshots = [x, options].map((argument, i) => snapshot(argument, i, mayWrite))
  call(x, options)
  return snapshots.map(({ change }) => change()).find((text) => text !== undefined)
}

test('a tensor that gets another array or another shape has changed', () => {
  expect(changeBy(() => {})).toBeUndefined()
  expect(changeBy((x) => void (x.data[1] = 5))).toBe('element [0, 1] of argument 1 was 1 and is now 5')
  const withSameNumbers = (x: Tensor) => void Object.assign(x, { data: x.data.slice() })
  expect(changeBy(withSameNumbers)).toBe('argument 1.data was replaced')
  expect(changeBy((_, { mean }) => withSameNumbers(mean))).toBe('argument 2.mean.data was replaced')
  expect(changeBy((_, { mean }) => withSameNumbers(mean), ['argument 2.mean'])).toBeUndefined()
  expect(changeBy(({ shape }) => void Object.assign(shape, [3, 2]))).toBe(
    'argument 1 had shape (2, 3) and now has (3, 2)',
  )
  expect(changeBy((x) => void Object.assign(x, { shape: null }))).toBe(
    'argument 1 had shape (2, 3) and now has none',
  )
})
