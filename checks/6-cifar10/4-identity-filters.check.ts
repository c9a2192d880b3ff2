import fc from 'fast-check'
import { offsetOf } from '#kit/layers/offset-of.ts'
import { randn, Random, tensor, zeros, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, todo } from '../support/running/check.ts'
import { expectClose } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { goldenCases } from '../support/comparing/golden.ts'
import { definedConv } from '../support/definitions/convolution.ts'
import { fromElements } from '../support/definitions/from-elements.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('6-cifar10/identity-filters.ts', () => import('#work/6-cifar10/identity-filters.ts'))
const identityFilters = graded(work, 'identityFilters', ['shape', 'data'])

/** Filters with fewer, as many and more channels, of odd and even sides. */
const filterCase = tensors(
  fc.record({ F: size(1, 4), C: size(1, 4), HH: size(1, 4), WW: size(1, 4) }),
  ({ F, C, HH, WW }) => ({ w: [F, C, HH, WW] }),
  256,
)

/** Computes the filters from their definition. */
function definedFilters(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  const [middleRow, middleColumn] = [Math.floor(HH / 2), Math.floor(WW / 2)]
  return fromElements(w.shape, (f, c, i, j) => {
    if (f >= Math.min(F, C)) return w.data[offsetOf(w, f, c, i, j)]
    return Number(c === f && i === middleRow && j === middleColumn)
  })
}

todo('6.7', () => {
  check('three filters of 1 x 3 for two channels', () => {
    const w = tensor([
      [[[0.1, 0.2, 0.3]], [[0.4, 0.5, 0.6]]],
      [[[0.7, 0.8, 0.9]], [[1.1, 1.2, 1.3]]],
      [[[1.4, 1.5, 1.6]], [[1.7, 1.8, 1.9]]],
    ])
    const right = tensor([
      [[[0, 1, 0]], [[0, 0, 0]]],
      [[[0, 0, 0]], [[0, 1, 0]]],
      [[[1.4, 1.5, 1.6]], [[1.7, 1.8, 1.9]]],
    ])
    expectClose('the result', identityFilters(w), right, 0)
  })

  check('the first filters are the identity and the others stay the same, for any sizes', () => {
    forAll(filterCase, ({ w }) => {
      expectClose('the result', identityFilters(w), definedFilters(w), 0)
    })
  })

  check('a convolution with these filters passes on its channels', () => {
    const random = new Random(3)
    for (const [F, C, side] of [
      [2, 2, 3],
      [2, 4, 5],
      [3, 2, 1],
    ]) {
      const x = randn([2, C, 5, 6], { random })
      const w = identityFilters(randn([F, C, side, side], { random }))
      const out = definedConv(x, w, zeros([F]), { stride: 1, pad: (side - 1) / 2 })
      const passedOn = (all: Tensor): Tensor =>
        fromElements([2, Math.min(F, C), 5, 6], (n, c, i, j) => all.data[offsetOf(all, n, c, i, j)])
      expectClose('what the first filters return', passedOn(out), passedOn(x), 1e-12)
    }
  })

  check('agrees with reference values computed by PyTorch', () => {
    for (const { inputs, expected } of goldenCases('identityFilters'))
      expectClose('the result', identityFilters(inputs.w), expected.out, 0)
  })
})
