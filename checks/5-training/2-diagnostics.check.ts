import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { add, map, mul, tensor } from '#kit/tensor/index.ts'
import { expectAnswers } from '../support/comparing/answers.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, laterTodo, todo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectTensor, expectThat } from '../support/comparing/compare.ts'
import { accuracyCurves, layerSizes, lossCurves, noisy } from '../support/cases/curves.ts'
import {
  pointsOf,
  decideFitting,
  decideUpdateRatio,
  ratioOf,
  list,
  listVanishing,
} from '../support/definitions/diagnostics.ts'
import { byteFilters, expectBytes, filterCase } from '../support/cases/filters.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatNumber } from '../support/comparing/format.ts'
import { exactBrightness, gridOf, gridPicture } from '../support/definitions/filters.ts'
import { fittingCurves, fittingMistakes } from '../support/explaining/verdicts/fitting.ts'
import { learningRateMistakes, shortCurves } from '../support/explaining/verdicts/learning-rate.ts'
import { decideLearningRate } from '../support/definitions/learning-rate.ts'
import { updateRatioMistakes, updateRatios } from '../support/explaining/verdicts/update-ratio.ts'
import {
  vanishingCases,
  vanishingMistakes,
  wrongLayers,
} from '../support/explaining/verdicts/vanishing-layers.ts'
import { expectVerdict, verdictCause } from '../support/comparing/verdicts.ts'
import { graded, loadWork } from '../support/running/work.ts'

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

todo('5.8', () => {
  check('is ln C for the softmax loss and C - 1 for the hinge loss', () => {
    const counts = [7, 10, 1, 2, 100, 1000]
    // All answers together tell one mistake from another.
    const given = counts.map((C) => [expectedInitialLoss(C, 'softmax'), expectedInitialLoss(C, 'hinge')])
    for (const [i, C] of counts.entries()) {
      const what = (loss: string) => `the ${loss} loss for ${C} ${C === 1 ? 'class' : 'classes'}`
      expectNumber(what('softmax'), given[i][0], Math.log(C), 1e-12)
      expectNumber(what('hinge'), given[i][1], C - 1, 1e-12)
    }
  })
})

const stepCase = tensors(
  fc.record({ shape: fc.array(size(1, 3), { minLength: 1, maxLength: 3 }) }),
  ({ shape }) => ({ before: shape, update: shape }),
).filter(({ before, update }) => before.data.some(Boolean) && update.data.some(Boolean))

todo('5.9', () => {
  check('is the length of the update divided by the length of the parameter', () => {
    forAll(stepCase, ({ before, update }) => {
      const after = add(before, update)
      const ratio = updateRatio(before, after)
      expectNumber('the ratio', ratio, ratioOf(before, after), 1e-9)
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
    const onlyCause = 'updateRatio/nothing-moves'
    expectNumber('the ratio when zeros stay zeros', updateRatio(zeros, zeros), 0, 0, { onlyCause })
    const same = updateRatio(tensor([1, 2]), tensor([1, 2]))
    expectNumber('the ratio when nothing moves', same, 0, 0, { onlyCause })
    const ratio = updateRatio(zeros, tensor([0, 1]))
    expectThat(ratio === Infinity, cause('updateRatio/zeros-that-move', { ratio: formatNumber(ratio) }))
  })
})

todo('5.10', () => {
  check('the verdict of every ratio, at the limits and around them', () => {
    expectAnswers({
      cases: updateRatios,
      actual: judgeUpdateRatio,
      expected: (ratio) => decideUpdateRatio(ratio).verdict,
      causeOf: (ratio, actual) =>
        verdictCause(`An update ratio of ${ratio}`, decideUpdateRatio(ratio), actual),
      mistakes: updateRatioMistakes,
    })
  })
})

todo('5.11', () => {
  const found = (sizes: Record<string, number>): string => {
    const actual = vanishingLayers(sizes)
    expectThat(Array.isArray(actual), cause('vanishingLayers/no-array', { actual: String(actual) }))
    return list(actual)
  }
  check('networks with sizes that are 0, exactly a thousandth, or all equal', () => {
    expectAnswers({
      cases: vanishingCases,
      actual: found,
      expected: listVanishing,
      causeOf: wrongLayers,
      mistakes: vanishingMistakes,
    })
  })

  check('are those below a thousandth of the largest', () => {
    forAll(layerSizes, ({ sizes }) => {
      const actual = found(sizes)
      expectThat(actual === listVanishing(sizes), wrongLayers(sizes, actual))
    })
  })
})

todo('5.12', () => {
  check('the first value, and means over a tenth of the curve in its middle and at its end', () => {
    const cases = tensors(fc.record({ n: size(1, 64) }), ({ n }) => ({ curve: [n] }))
    forAll(cases, ({ curve }) => {
      const values = Array.from(curve.data)
      const [points, right] = [readCurve(values), pointsOf(values)]
      for (const name of ['first', 'last', 'middle'] as const) {
        expectNumber(name, points[name], right[name], 1e-9)
      }
    })
  })
})

laterTodo('5.13', { work, after: ['5.12'] }, () => {
  check('a few losses, not all of them finite', () => {
    expectAnswers({
      cases: shortCurves,
      actual: judgeLearningRate,
      expected: (losses) => decideLearningRate(losses).verdict,
      causeOf: (losses, actual) =>
        verdictCause(
          `The curve [${losses.map(formatNumber).join(', ')}]`,
          decideLearningRate(losses),
          actual,
        ),
      mistakes: learningRateMistakes,
    })
  })

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
        expectVerdict(what, judgeLearningRate(losses), { verdict, rule: decideLearningRate(losses).rule })
      })
    })
  }

  check('the scale of the loss does not matter', () => {
    const falls = noisy(40, (share) => 3 * Math.exp(-2 * share), 0.01, 1)
    for (const scale of [1e-3, 1, 1e3]) {
      const losses = falls.map((loss) => loss * scale)
      const what = `A curve that falls from ${formatNumber(losses[0])} to a seventh`
      expectVerdict(what, judgeLearningRate(losses), decideLearningRate(losses))
    }
  })
})

laterTodo('5.14', { work, after: ['5.12'] }, () => {
  const describe = (curves: readonly (readonly number[])[]): string => {
    const [train, validation] = curves.map((values) => formatNumber(pointsOf(values).last))
    return `Training accuracy ${train} and validation accuracy ${validation} after ${curves[0].length} epochs`
  }

  check('accuracies around every limit, after one epoch and after many', () => {
    expectAnswers({
      cases: fittingCurves,
      actual: (curves) => judgeFitting(...curves),
      expected: (curves) => decideFitting(curves).verdict,
      causeOf: (curves, actual) => verdictCause(describe(curves), decideFitting(curves), actual),
      mistakes: fittingMistakes,
    })
  })

  for (const [kind, { verdict, curves }] of Object.entries(accuracyCurves)) {
    check(`${kind}: ${verdict}`, () => {
      forAll(curves, (both) => {
        const [train, validation] = [both.train, both.validation].map((values) => Array.from(values))
        const { rule } = decideFitting([train, validation])
        expectVerdict(describe([train, validation]), judgeFitting(train, validation), { verdict, rule })
      })
    })
  }
})

todo('5.15', () => {
  check('every filter is scaled separately to 0 to 255', () => {
    forAll(filterCase, ({ filters }) => {
      const actual = filterBrightness(filters)
      expectTensor('the result', actual, filters.shape)
      const exact = exactBrightness(filters)
      // A value halfway between two integers may be rounded either way.
      const right = map(exact, (value, i) => {
        const given = actual.data[i]
        return Number.isInteger(given) && Math.abs(given - value) < 0.5 + 1e-6 ? given : Math.round(value)
      })
      expectClose('the result', actual, right, 0)
    })
  })

  check('a filter of equal weights becomes 0 everywhere', () => {
    const filters = tensor([
      [0.1, 0.1, 0.1],
      [-1, 0, 1],
      [-2, -2, -2],
    ]).reshape([3, 3, 1, 1])
    const right = tensor([0, 0, 0, 0, 128, 255, 0, 0, 0]).reshape([3, 3, 1, 1])
    expectClose('the result', filterBrightness(filters), right, 0.01, {
      places: { 'in filters of equal weights, which should become 0': (i) => i < 3 || i > 5 },
    })
  })
})

laterTodo('5.16', { work, after: ['5.15'] }, () => {
  check('the picture has room for every tile and its borders', () => {
    forAll(byteFilters, (one) => {
      const grid = gridOf(one)
      const { width, height, data } = filterGrid(one.filters)
      expectNumber('width', width, grid.columns * (one.W + 1) + 1, 0)
      expectNumber('height', height, grid.rows * (one.H + 1) + 1, 0)
      expectBytes(data, width * height * 3)
    })
  })

  check('every weight is in its place, and everything else is black', () => {
    forAll(byteFilters, (one) => {
      const grid = gridOf(one)
      const { data } = filterGrid(one.filters)
      const right = gridPicture(one.filters, grid)
      expectBytes(data, right.size)
      const picture = tensor(Array.from(data)).reshape(right.shape)
      expectClose('the picture (row, column, colour)', picture, right, 0)
    })
  })
})
