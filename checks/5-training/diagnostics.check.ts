import fc from 'fast-check'
import { add, mul, randn, Random, tensor, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/arbitraries.ts'
import { check, todo } from '../support/check.ts'
import { expectClose, expectNumber, expectTensor, expectThat } from '../support/compare.ts'
import { accuracyCurves, layerSizes, lossCurves, noisy, pointsOf } from '../support/curves.ts'
import { expectExplainedNumber } from '../support/explained-number.ts'
import { byteFilters, filterCase } from '../support/filters.ts'
import { forAll } from '../support/for-all.ts'
import { formatNumber } from '../support/format.ts'
import { meanOf } from '../support/matrices.ts'
import { graded, loadWork } from '../support/work.ts'

const work = loadWork('5-training/diagnostics.ts', () => import('#work/5-training/diagnostics.ts'))
const expectedInitialLoss = graded(work, 'expectedInitialLoss', [])
const updateRatio = graded(work, 'updateRatio', [])
const judgeUpdateRatio = graded(work, 'judgeUpdateRatio', [])
const vanishingLayers = graded(work, 'vanishingLayers', [])
const readCurve = graded(work, 'readCurve', ['first', 'middle', 'last'])
const judgeLearningRate = graded(work, 'judgeLearningRate', [])
const judgeFitting = graded(work, 'judgeFitting', [])
const filterBrightness = graded(work, 'filterBrightness', ['shape', 'data'])
const filterGrid = graded(work, 'filterGrid', ['width', 'height', 'data'])

/** That a verdict is the one that its definition gives for `what`. */
function expectVerdict(what: string, actual: unknown, expected: string): void {
  expectThat(
    actual === expected,
    `${what} should be judged '${expected}', but the verdict is '${String(actual)}'.`,
  )
}

todo('5.8', () => {
  check('is ln C for the softmax loss and C - 1 for the hinge loss', () => {
    for (const C of [10, 1, 2, 100, 1000]) {
      const [softmax, hinge] = [Math.log(C), C - 1]
      const mistakes = {
        'It is a logarithm to base 2; use the natural one.': Math.log2(C),
        'It is a logarithm to base 10; use the natural one.': Math.log10(C),
        'It counts the right class too.': C,
      }
      const what = (loss: string) => `the ${loss} loss for ${C} ${C === 1 ? 'class' : 'classes'}`
      const found = expectedInitialLoss(C, 'softmax')
      expectExplainedNumber(what('softmax'), found, softmax, 1e-12, {
        ...mistakes,
        'It is the hinge loss.': hinge,
      })
      expectExplainedNumber(what('hinge'), expectedInitialLoss(C, 'hinge'), hinge, 1e-12, {
        ...mistakes,
        'It is the softmax loss.': softmax,
      })
    }
  })
})

const stepCase = tensors(
  fc.record({ shape: fc.array(size(1, 3), { minLength: 1, maxLength: 3 }) }),
  ({ shape }) => ({ before: shape, update: shape }),
).filter(({ before, update }) => before.data.some(Boolean) && update.data.some(Boolean))

const lengthOf = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((total, value) => total + value ** 2, 0))
const absoluteSum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + Math.abs(value), 0)

todo('5.9', () => {
  check('is the length of the update divided by the length of the parameter', () => {
    forAll(stepCase, ({ before, update }) => {
      const after = add(before, update)
      const ratio = (numerator: Tensor, denominator: Tensor, length: (values: ArrayLike<number>) => number) =>
        length(numerator.data) / length(denominator.data)
      expectExplainedNumber('the ratio', updateRatio(before, after), ratio(update, before, lengthOf), 1e-9, {
        'It is upside down: divide the update by the parameter.': ratio(before, update, lengthOf),
        'It divides by the parameter after the step.': ratio(update, after, lengthOf),
        'It divides the sums of absolute values.': ratio(update, before, absoluteSum),
        'It divides the parameter after the step by the one before.': ratio(after, before, lengthOf),
        'The root is missing.': ratio(update, before, lengthOf) ** 2,
      })
    })
  })

  check('does not depend on the unit in which a parameter is measured', () => {
    forAll(stepCase, ({ before, update }) => {
      const after = add(before, update)
      const once = updateRatio(before, after)
      const scaled = updateRatio(mul(before, 1e-3), mul(after, 1e-3))
      expectNumber('the ratio of the same step, everything 1000 times smaller', scaled, once, 1e-6)
    })
  })

  check('copes with parameters that are zero', () => {
    const zeros = tensor([0, 0])
    expectNumber('the ratio when zeros stay zeros', updateRatio(zeros, zeros), 0, 0)
    expectNumber('the ratio when nothing moves', updateRatio(tensor([1, 2]), tensor([1, 2])), 0, 0)
    const ratio = updateRatio(zeros, tensor([0, 1]))
    expectThat(
      ratio === Infinity,
      `The ratio when zeros move should be Infinity, but is ${formatNumber(ratio)}.`,
    )
  })
})

todo('5.10', () => {
  for (const [verdict, ratios] of Object.entries({
    'too small': [0, 4e-7, 1e-5, 9e-5],
    healthy: [1e-4, 3e-4, 1e-3, 5e-3, 1e-2],
    'too large': [0.011, 0.1, 3, Infinity, NaN],
  })) {
    check(`${ratios.join(', ')}: ${verdict}`, () => {
      for (const ratio of ratios)
        expectVerdict(`An update ratio of ${ratio}`, judgeUpdateRatio(ratio), verdict)
    })
  }
})

todo('5.11', () => {
  const expectLayers = (sizes: Record<string, number>, expected: string[]): void => {
    const actual = vanishingLayers(sizes)
    expectThat(Array.isArray(actual), `The result should be an array of names, but is ${String(actual)}.`)
    const list = (names: readonly string[]) => (names.length > 0 ? names.join(', ') : 'none')
    const given = Object.entries(sizes).map(([name, value]) => `${name} ${formatNumber(value)}`)
    expectThat(
      String(actual) === String(expected),
      `Of the layers ${given.join(', ')}, the gradients of ${list(expected)} vanish, but the result is ${list(actual)}.`,
    )
  }

  check('are those below a thousandth of the largest', () => {
    forAll(layerSizes, ({ sizes }) => {
      const largest = Math.max(...Object.values(sizes))
      expectLayers(
        sizes,
        Object.keys(sizes).filter((name) => sizes[name] < largest / 1000),
      )
    })
  })

  check('a layer without any gradient counts, whatever the others do', () => {
    expectLayers({ W1: 0, W2: 1e-8 }, ['W1'])
    expectLayers({ W1: 0, W2: 0, W3: 0 }, ['W1', 'W2', 'W3'])
  })

  check('layers that are small alike do not count', () => {
    expectLayers({ W1: 1e-7, W2: 2e-7, W3: 1e-7 }, [])
    expectLayers({ W1: 1e-9 }, [])
  })
})

todo('5.12', () => {
  check('the first value, and means over a tenth of the curve in its middle and at its end', () => {
    const cases = tensors(fc.record({ n: size(1, 64) }), ({ n }) => ({ curve: [n] }))
    forAll(cases, ({ curve, n }) => {
      const values = Array.from(curve.data)
      const k = Math.max(1, Math.floor(n / 10))
      const start = Math.floor((n - k) / 2)
      const points = readCurve(values)
      expectNumber(`first of ${n} values`, points.first, values[0], 1e-12)
      const middle = meanOf(values.slice(start, start + k))
      expectExplainedNumber(`middle of ${n} values`, points.middle, middle, 1e-9, {
        'It is a single value: take the mean of k.': values[Math.floor(n / 2)],
      })
      const last = meanOf(values.slice(n - k))
      expectExplainedNumber(`last of ${n} values`, points.last, last, 1e-9, {
        'It is a single value: take the mean of k.': values[n - 1],
        'It is the mean of the first k.': meanOf(values.slice(0, k)),
        'It is a sum: divide it by k.': k * last,
      })
    })
  })
})

todo('5.13', () => {
  for (const [kind, { verdict, curves }] of Object.entries(lossCurves)) {
    check(`a curve that ${kind}: ${verdict}`, () => {
      forAll(curves, ({ losses: curve }) => {
        const losses = Array.from(curve)
        const { first, middle, last } = pointsOf(losses)
        const most = Math.max(...losses)
        const points = [first, middle, last, most].map(formatNumber)
        const what =
          `A curve of ${losses.length} losses with first ${points[0]}, middle ${points[1]}, ` +
          `last ${points[2]} and highest ${points[3]}`
        expectVerdict(what, judgeLearningRate(losses), verdict)
      })
    })
  }

  check('a loss that is not a finite number: too high', () => {
    for (const bad of [NaN, Infinity]) {
      for (const losses of [[bad], [2.3, 2, bad], [2.3, bad, 1.5, 1.2], [bad, 2.3, 1.5, 1.2]]) {
        expectVerdict(`The curve [${losses.join(', ')}]`, judgeLearningRate(losses), 'too high')
      }
    }
  })

  check('a single loss has not fallen: too low', () => {
    expectVerdict('The curve [2.3]', judgeLearningRate([2.3]), 'too low')
  })

  check('the scale of the loss does not matter', () => {
    const falls = noisy(40, (share) => 3 * Math.exp(-2 * share), 0.01, 1)
    for (const scale of [1e-3, 1, 1e3]) {
      const losses = falls.map((loss) => loss * scale)
      expectVerdict(
        `A curve that falls from ${formatNumber(losses[0])} to a seventh`,
        judgeLearningRate(losses),
        'good',
      )
    }
  })
})

todo('5.14', () => {
  for (const [kind, { verdict, curves }] of Object.entries(accuracyCurves)) {
    check(`${kind}: ${verdict}`, () => {
      forAll(curves, (both) => {
        const [train, validation] = [both.train, both.validation].map((values) => Array.from(values))
        const ends = [train, validation].map((curve) => formatNumber(pointsOf(curve).last))
        const what = `Training accuracy ${ends[0]} and validation accuracy ${ends[1]} after ${train.length} epochs`
        expectVerdict(what, judgeFitting(train, validation), verdict)
      })
    })
  }

  check('one epoch is enough', () => {
    expectVerdict('One epoch with accuracies 0.9 and 0.4', judgeFitting([0.9], [0.4]), 'overfitting')
    expectVerdict('One epoch with accuracies 0.31 and 0.3', judgeFitting([0.31], [0.3]), 'underfitting')
  })
})

todo('5.15', () => {
  check('every filter is stretched over 0 to 255 on its own', () => {
    forAll(filterCase, ({ filters, F }) => {
      const actual = filterBrightness(filters)
      expectTensor('the result', actual, filters.shape)
      const count = filters.size / F
      for (let f = 0; f < F; f++) {
        const weights = Array.from(filters.data.subarray(f * count, (f + 1) * count))
        const [low, high] = [Math.min(...weights), Math.max(...weights)]
        weights.forEach((weight, i) => {
          const exact = high === low ? 0 : (255 * (weight - low)) / (high - low)
          const value = actual.data[f * count + i]
          expectThat(
            Number.isInteger(value) && Math.abs(value - exact) < 0.5 + 1e-6,
            `A weight of ${weight} in filter ${f}, whose weights go from ${low} to ${high}, should become ` +
              `${Math.round(exact)}, but became ${formatNumber(value)}.`,
          )
        })
      }
    })
  })

  check('keeps float32 as float32', () => {
    const filters = randn([2, 3, 2, 2], { random: new Random(1), dtype: 'float32' })
    expectTensor('the result', filterBrightness(filters), [2, 3, 2, 2], 'float32')
  })
})

todo('5.16', () => {
  check('the picture has room for every tile and its borders', () => {
    forAll(byteFilters, ({ filters, F, H, W }) => {
      const { width, height, data } = filterGrid(filters)
      const columns = Math.ceil(Math.sqrt(F))
      const rows = Math.ceil(F / columns)
      const what = `${F} ${F === 1 ? 'filter' : 'filters'} of ${H} x ${W} in ${rows} x ${columns} tiles`
      const [rightWidth, rightHeight] = [columns * (W + 1) + 1, rows * (H + 1) + 1]
      expectThat(width === rightWidth, `For ${what}, width should be ${rightWidth}, but is ${width}.`)
      expectThat(height === rightHeight, `For ${what}, height should be ${rightHeight}, but is ${height}.`)
      expectThat(data instanceof Uint8Array, 'data should be a Uint8Array.')
      const bytes = width * height * 3
      expectThat(
        data.length === bytes,
        `data should have ${bytes} bytes, three a pixel, but has ${data.length}.`,
      )
    })
  })

  check('every weight is at its place, and everything else is black', () => {
    forAll(byteFilters, ({ filters, F, H, W }) => {
      const { width, height, data } = filterGrid(filters)
      const columns = Math.ceil(Math.sqrt(F))
      const expected = Array.from({ length: width * height * 3 }, (_, i) => {
        const [y, x, c] = [Math.floor(i / (width * 3)), Math.floor(i / 3) % width, i % 3]
        const [h, w] = [(y % (H + 1)) - 1, (x % (W + 1)) - 1]
        const f = Math.floor(y / (H + 1)) * columns + Math.floor(x / (W + 1))
        return h < 0 || w < 0 || f >= F ? 0 : filters.data[((f * 3 + c) * H + h) * W + w]
      })
      const shape = [height, width, 3]
      const picture = tensor(Array.from(data)).reshape(shape)
      expectClose('the picture (row, column, colour)', picture, tensor(expected).reshape(shape), 0)
    })
  })
})
