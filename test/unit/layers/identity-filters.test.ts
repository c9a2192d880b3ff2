import { expect, test } from 'vitest'
import { convForward, identityFilters } from '#kit/layers/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { draw } from './cases.ts'

test.for([
  { F: 5, C: 3, size: 3 },
  { F: 2, C: 4, size: 3 },
  { F: 3, C: 3, size: 5 },
  { F: 3, C: 2, size: 1 },
])('$F filters of $size x $size pass the first of $C channels on unchanged', ({ F, C, size }) => {
  const [w, x] = draw([[F, C, size, size], [2, C, 6, 7]], F + C) // prettier-ignore
  const before = w.clone()
  const filters = identityFilters(w)
  expect(w).toEqual(before)
  const pad = (size - 1) / 2
  const { out } = convForward(x, filters, new Tensor(new Float64Array(F), [F]), { stride: 1, pad })
  const passed = Math.min(F, C)
  for (let n = 0; n < 2; n++) {
    for (let c = 0; c < passed; c++) {
      const [to, from] = [out.data.subarray((n * F + c) * 42), x.data.subarray((n * C + c) * 42)]
      expect(to.slice(0, 42)).toEqual(from.slice(0, 42))
    }
  }
  // The other filters are the random ones.
  const rest = passed * C * size ** 2
  expect(filters.data.slice(rest)).toEqual(w.data.slice(rest))
})

test('filters without a centre are refused', () => {
  const [even, flat] = draw([[2, 2, 2, 2], [3, 3]], 1) // prettier-ignore
  for (const w of [even, flat]) {
    expect(() => identityFilters(w)).toThrow(
      /^identity filters must have four axes and an odd height and width, but their shape is \(/,
    )
  }
})
