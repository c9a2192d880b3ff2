import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { add, map, mul, sum, tensor, zeros, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, laterTodo, todo } from '../support/running/check.ts'
import { expectClose, expectThat } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { image } from '../support/cases/images.ts'
import { fromElements } from '../support/definitions/from-elements.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('6-cifar10/residual-block.ts', () => import('#work/6-cifar10/residual-block.ts'))
const shortcutForward = graded(work, 'shortcutForward', ['out', 'cache'])
const shortcutBackward = graded(work, 'shortcutBackward', ['dx'])
const residualForward = graded(work, 'residualForward', ['out', 'cache'])
const residualBackward = graded(work, 'residualBackward', ['dx'])

/** Images that are rarely square, a stride that need not divide their sides, and up to three extra channels. */
const shortcutCase = tensors(
  fc
    .record({
      N: size(1, 3),
      C: size(1, 2),
      H: size(1, 5),
      W: size(1, 5),
      more: size(0, 3),
      stride: size(1, 3),
    })
    .map(({ N, C, H, W, more, stride }) => ({
      x: [N, C, H, W],
      out: [N, C + more, Math.ceil(H / stride), Math.ceil(W / stride)],
      options: { stride, filters: C + more },
    })),
  ({ x, out }) => ({ x, dout: out, inBranch: out }),
  100,
).map(({ x, dout, inBranch, options }) => ({ x, dout, inBranch, options }))

/** Computes the shortcut from its definition. */
const definedShortcut = (x: Tensor, { stride, filters }: { stride: number; filters: number }): Tensor => {
  const [N, C, H, W] = x.shape
  const shape = [N, filters, Math.ceil(H / stride), Math.ceil(W / stride)]
  return fromElements(shape, (n, c, i, j) =>
    c < C ? x.data[((n * C + c) * H + i * stride) * W + j * stride] : 0,
  )
}

todo('6.1', () => {
  check('keeps every second pixel, and adds channels of zeros', () => {
    const x = image([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ])
    const { out } = shortcutForward(x, { stride: 2, filters: 2 })
    expectClose(
      'out',
      out,
      tensor([
        [
          [
            [1, 3],
            [7, 9],
          ],
          [
            [0, 0],
            [0, 0],
          ],
        ],
      ]),
      0,
    )
  })

  check('passes on every pixel that the stride reaches, for any sizes', () => {
    forAll(shortcutCase, ({ x, options }) => {
      const { out } = shortcutForward(x, options)
      expectClose('out', out, definedShortcut(x, options), 0)
    })
  })
})

laterTodo('6.2', { work, after: ['6.1'] }, () => {
  check('agrees with the numeric gradient', (report) => {
    forAll(shortcutCase, ({ x, dout, options }) => {
      const { dx } = shortcutBackward(dout, shortcutForward(x, options).cache)
      const measured = { weights: dout.data, evaluate: (p: Tensor) => shortcutForward(p, options).out.data }
      expectGradient(report, 'dx', dx, x, measured, undefined, { upstream: dout })
    })
  })

  // The numeric gradient of a forward pass that returns only zeros is 0.
  check('where the shortcut changes nothing, dx is dout', () => {
    const [x, dout] = [image([[1, 2]]), image([[3, -4]])]
    const { cache } = shortcutForward(x, { stride: 1, filters: 1 })
    expectClose('dx', shortcutBackward(dout, cache).dx, dout, 0)
  })
})

/** Returns a branch that multiplies the sum of its input by the given tensor. It records each call and its argument. */
function countingBranch(factor: Tensor) {
  const seen: { inputs: Tensor[]; upstream: Tensor[] } = { inputs: [], upstream: [] }
  const branch = (x: Tensor) => {
    seen.inputs.push(x)
    return {
      out: mul(factor, sum(x)),
      backward: (dout: Tensor) => {
        seen.upstream.push(dout)
        return add(zeros(x.shape), sum(mul(dout, factor)))
      },
    }
  }
  return { branch, seen }
}

laterTodo('6.3', { work, after: ['6.1'] }, () => {
  check('is the ReLU of branch plus shortcut, for any sizes', () => {
    forAll(shortcutCase, ({ x, inBranch, options }) => {
      const { branch, seen } = countingBranch(inBranch)
      const { out } = residualForward(x, branch, options)
      const [added, shortcut] = [mul(inBranch, sum(x)), definedShortcut(x, options)]
      const expected = map(add(added, shortcut), (value) => (value > 0 ? value : 0))
      expectClose('out', out, expected, 1e-9)
      expectThat(
        seen.inputs.length === 1,
        cause('residualForward/branch-called-often', { count: seen.inputs.length }),
      )
      expectClose('what the branch is given', seen.inputs[0], x, 0)
      // A branch may give back its input, which is then not free to be written to.
      const same = residualForward(x, (input) => ({ out: input, backward: (dout) => dout }), {
        stride: 1,
        filters: x.shape[1],
      })
      expectClose(
        'out for a branch that changes nothing',
        same.out,
        map(x, (v) => (v > 0 ? 2 * v : 0)),
        1e-9,
      )
    })
  })
})

laterTodo('6.4', { work, after: ['6.1', '6.2', '6.3'] }, () => {
  check('agrees with the numeric gradient', (report) => {
    forAll(shortcutCase, ({ x, inBranch, dout, options }) => {
      const { branch } = countingBranch(inBranch)
      const { dx } = residualBackward(dout, residualForward(x, branch, options).cache)
      const measured = {
        weights: dout.data,
        evaluate: (p: Tensor) => residualForward(p, branch, options).out.data,
      }
      expectGradient(report, 'dx', dx, x, measured, undefined, { upstream: dout })
    })
  })

  check('where everything is positive, dx is the gradient of the branch plus dout', () => {
    const [x, factor, dout] = [image([[1, 2]]), image([[1, 1]]), image([[3, -4]])]
    const { cache } = residualForward(x, countingBranch(factor).branch, { stride: 1, filters: 1 })
    expectClose('dx', residualBackward(dout, cache).dx, add(dout, sum(mul(dout, factor))), 1e-9)
  })

  check('goes back through the branch once, so that its gradients are counted once', () => {
    forAll(shortcutCase, ({ x, inBranch, dout, options }) => {
      const { branch, seen } = countingBranch(inBranch)
      residualBackward(dout, residualForward(x, branch, options).cache)
      expectThat(
        seen.upstream.length === 1,
        cause('residualBackward/branch-called-often', { count: seen.upstream.length }),
      )
    })
  })
})
