import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { linspace, map, mul, randn, Random, sizeOf, tensor, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { laterTodo, check, todo } from '../support/running/check.ts'
import { expectClose } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { golden, goldenCases, readReference } from '../support/comparing/golden.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('1-fully-connected/layers.ts', () => import('#work/1-fully-connected/layers.ts'))
const affineForward = graded(work, 'affineForward', ['out', 'cache'])
const affineBackward = graded(work, 'affineBackward', ['dx', 'dw', 'db'])
const reluForward = graded(work, 'reluForward', ['out', 'cache'])
const reluBackward = graded(work, 'reluBackward', ['dx'])

const published = readReference('cs231n')

/** N examples with one to three axes each, D inputs and M outputs. */
const affineCase = tensors(
  fc.record({ N: size(1, 4), axes: fc.array(size(1, 3), { minLength: 1, maxLength: 3 }), M: size(1, 4) }),
  ({ N, axes, M }) => ({ x: [N, ...axes], w: [sizeOf(axes), M], b: [M], dout: [N, M] }),
  108,
)

/** Draws tensors of these shapes, different ones for every seed. */
const drawn = (seed: number, ...shapes: number[][]): Tensor[] => {
  const random = new Random(seed)
  return shapes.map((shape) => randn(shape, { random }))
}

const staleCache = 'cache/follows-latest-forward'

todo('1.1', () => {
  check('agrees with the table published by CS231n', (report) => {
    const x = linspace(-0.1, 0.5, 240).reshape([2, 4, 5, 6])
    const w = linspace(-0.2, 0.3, 360).reshape([120, 3])
    const { out } = affineForward(x, w, linspace(-0.3, 0.1, 3))
    report.relativeError('out', expectClose('out', out, golden(published.affine_forward), 1e-9), 1e-9)
  })

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('affineForward')) {
      const { out } = affineForward(inputs.x, inputs.w, inputs.b)
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
    }
  })

  check('every output is the dot product of an example and a column of w, plus the bias', () => {
    forAll(affineCase, ({ x, w, b, N, M }) => {
      const expected = tensor(
        Array.from({ length: N }, (_, n) =>
          Array.from({ length: M }, (__, m) => {
            let output = b.data[m]
            for (let d = 0; d < w.shape[0]; d++) output += x.data[n * w.shape[0] + d] * w.data[d * M + m]
            return output
          }),
        ),
      )
      expectClose('out', affineForward(x, w, b).out, expected, 1e-12, {
        constants: { N, D: w.shape[0], M },
        terms: { 'the bias': b },
      })
    })
  })
})

laterTodo('1.2', { work, after: ['1.1'] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('affineBackward')) {
      const { cache } = affineForward(inputs.x, inputs.w, inputs.b)
      const gradients = affineBackward(inputs.dout, cache)
      for (const name of ['dx', 'dw', 'db'] as const) {
        report.relativeError(name, expectClose(name, gradients[name], expected[name], 1e-9), 1e-9)
      }
    }
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(affineCase, ({ x, w, b, dout, N, M }) => {
      const { dx, dw, db } = affineBackward(dout, affineForward(x, w, b).cache)
      const expect = (what: string, gradient: Tensor, input: Tensor, forward: (p: Tensor) => Tensor) => {
        const measured = { weights: dout.data, evaluate: (p: Tensor) => forward(p).data }
        expectGradient(report, what, gradient, input, measured, undefined, {
          constants: { N, D: w.shape[0], M },
          upstream: dout,
        })
      }
      expect('dx', dx, x, (p) => affineForward(p, w, b).out)
      expect('dw', dw, w, (p) => affineForward(x, p, b).out)
      expect('db', db, b, (p) => affineForward(x, w, p).out)
    })
  })

  check('the gradients are linear in the upstream gradient', () => {
    forAll(affineCase, ({ x, w, b, dout }) => {
      const { cache } = affineForward(x, w, b)
      const once = affineBackward(dout, cache)
      // Doubling is exact in floating point, whatever the order of the sums.
      const twice = affineBackward(mul(dout, -2), cache)
      for (const name of ['dx', 'dw', 'db'] as const) {
        expectClose(`${name} for -2 · dout`, twice[name], mul(once[name], -2), 1e-12, {
          onlyCause: cause('linear/in-dout', { name }),
        })
      }
    })
  })

  check('uses the cache that it is given, not the latest forward pass', () => {
    const [x, w, b, dout] = drawn(2, [3, 2], [2, 4], [4], [3, 4])
    const [otherX, otherW, otherB] = drawn(3, [3, 2], [2, 4], [4])
    const { cache } = affineForward(x, w, b)
    const before = affineBackward(dout, cache)
    affineForward(otherX, otherW, otherB)
    const after = affineBackward(dout, cache)
    for (const name of ['dx', 'dw', 'db'] as const) {
      expectClose(`${name} after another forward pass`, after[name], before[name], 0, {
        onlyCause: staleCache,
      })
    }
  })
})

/** Tensors of any shape with up to four axes. */
const reluCase = tensors(
  fc.record({ shape: fc.array(size(1, 3), { minLength: 1, maxLength: 4 }) }),
  ({ shape }) => ({ x: shape, dout: shape }),
  81,
)

todo('1.3', () => {
  check('agrees with the table published by CS231n', (report) => {
    const { out } = reluForward(linspace(-0.5, 0.5, 12).reshape([3, 4]))
    report.relativeError('out', expectClose('out', out, golden(published.relu_forward), 1e-9), 1e-9)
  })

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('reluForward')) {
      report.relativeError('out', expectClose('out', reluForward(inputs.x).out, expected.out, 1e-9), 1e-9)
    }
  })

  check('keeps positive numbers and sets negative ones to 0, in any shape', () => {
    forAll(reluCase, ({ x }) => {
      const expected = map(x, (value) => (value > 0 ? value : 0))
      expectClose('out', reluForward(x).out, expected, 0)
    })
    const large = tensor([-900, 7, 65, 1e5])
    expectClose('out for large numbers', reluForward(large).out, tensor([0, 7, 65, 1e5]), 0)
  })
})

/** Returns the gradient of a ReLU. */
const gated = (dout: Tensor, x: Tensor): Tensor => map(dout, (value, i) => (x.data[i] > 0 ? value : 0))

laterTodo('1.4', { work, after: ['1.3'] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('reluBackward')) {
      const { dx } = reluBackward(inputs.dout, reluForward(inputs.x).cache)
      report.relativeError('dx', expectClose('dx', dx, expected.dx, 1e-9, { upstream: inputs.dout }), 1e-9)
    }
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(reluCase, ({ x, dout }) => {
      const { dx } = reluBackward(dout, reluForward(x).cache)
      const measured = { weights: dout.data, evaluate: (p: Tensor) => reluForward(p).out.data }
      expectGradient(report, 'dx', dx, x, measured, undefined, {
        upstream: dout,
      })
    })
  })

  check('the gradient at exactly 0 is 0', () => {
    const x = tensor([[0, -0, 1, -1]])
    const { dx } = reluBackward(tensor([[5, 6, 7, 8]]), reluForward(x).cache)
    expectClose('dx at x = [0, -0, 1, -1] with dout = [5, 6, 7, 8]', dx, tensor([[0, 0, 7, 0]]), 0)
  })

  check('uses the cache that it is given, not the latest forward pass', () => {
    const [x, other, dout] = drawn(5, [4, 5], [4, 5], [4, 5])
    const { cache } = reluForward(x)
    const before = reluBackward(dout, cache).dx
    const { cache: later } = reluForward(other)
    expectClose('dx after another forward pass', reluBackward(dout, cache).dx, before, 0, {
      onlyCause: staleCache,
    })
    // Only a backward pass that is right on its own can show that another call spoiled the next one.
    expectClose('dx', before, gated(dout, x), 1e-12)
    expectClose('dx of the later forward pass', reluBackward(dout, later).dx, gated(dout, other), 1e-12, {
      onlyCause: 'cache/earlier-call',
    })
  })

  check(
    'affine and ReLU together agree with the numeric gradient',
    (report) => {
      forAll(affineCase, ({ x, w, b, dout }) => {
        const sandwich = (input: Tensor) => reluForward(affineForward(input, w, b).out).out.data
        const affine = affineForward(x, w, b)
        const { dx } = affineBackward(reluBackward(dout, reluForward(affine.out).cache).dx, affine.cache)
        expectGradient(report, 'dx of the sandwich', dx, x, { weights: dout.data, evaluate: sandwich })
      })
    },
    { after: ['1.1', '1.2'] },
  )
})
