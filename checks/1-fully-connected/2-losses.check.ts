import { cause } from '#kit/course/causes/index.ts'
import { add, concat, map, mul, randn, Random, tensor, zeros, type Tensor } from '#kit/tensor/index.ts'
import { labelled, tensors } from '../support/cases/arbitraries.ts'
import { check, todo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectTensor, expectThat } from '../support/comparing/compare.ts'
import { allClose } from '../support/explaining/context.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { golden, goldenCases, readReference, wave } from '../support/comparing/golden.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('1-fully-connected/losses.ts', () => import('#work/1-fully-connected/losses.ts'))
const softmaxLoss = graded(work, 'softmaxLoss', ['loss', 'dscores'])
const svmLoss = graded(work, 'svmLoss', ['loss', 'dscores'])

type Loss = typeof softmaxLoss

/** N examples with C scores each, and their labels. */
const lossCase = tensors(labelled(4, 5), ({ N, C }) => ({ scores: [N, C] }))

/** The loss of one row of scores, computed directly from its definition. */
type RowLoss = (row: readonly number[], label: number) => number

const softmaxOfRow: RowLoss = (row, label) =>
  Math.log(row.reduce((sum, score) => sum + Math.exp(score - row[label]), 0))

const hingeOfRow: RowLoss = (row, label) =>
  row.reduce((sum, score, c) => sum + (c === label ? 0 : Math.max(0, score - row[label] + 1)), 0)

/** Registers the checks that any mean loss over examples must pass. */
function checkLoss(lossFunction: Loss, rowLoss: RowLoss): void {
  const definedLoss = ({ data, shape: [N, C] }: Tensor, labels: readonly number[]): number => {
    const rows = labels.map((_, n) => Array.from(data.subarray(n * C, (n + 1) * C)))
    return rows.reduce((total, row, n) => total + rowLoss(row, labels[n]), 0) / N
  }

  check('the loss is the mean of what its definition gives for each example', () => {
    forAll(lossCase, ({ scores, labels }) => {
      expectNumber('loss', lossFunction(scores, labels).loss, definedLoss(scores, labels), 1e-9)
    })
  })

  check('the gradient agrees with the numeric gradient', (report) => {
    forAll(lossCase, ({ scores, labels, N, C }) => {
      const { dscores } = lossFunction(scores, labels)
      // A right gradient is right, even if the loss that is returned with it is wrong.
      const measured = { weights: [1], evaluate: (p: Tensor) => [definedLoss(p, labels)] }
      expectGradient(report, 'dscores', dscores, scores, measured, undefined, {
        constants: { N, C },
      })
    })
  })

  check('does not change when every score of an example moves by the same amount', () => {
    forAll(lossCase, ({ scores, labels, N }) => {
      // Multiples of 1/64 add up without rounding, so a margin of exactly 0 remains 0.
      const exact = map(scores, (score) => Math.round(score * 64) / 64)
      const offsets = tensor(Array.from({ length: N }, (_, n) => [n + 0.5]))
      const [here, there] = [lossFunction(exact, labels), lossFunction(add(exact, offsets), labels)]
      const onlyCause = 'loss/shift-changes-it'
      expectNumber('loss after the shift', there.loss, here.loss, 1e-9, { onlyCause })
      expectClose('dscores after the shift', there.dscores, here.dscores, 1e-9, { onlyCause })
    })
  })

  check('repeating every example does not change the loss, and halves the gradients', () => {
    forAll(lossCase, ({ scores, labels, N, C }) => {
      const once = lossFunction(scores, labels)
      const twice = lossFunction(concat([scores, scores]), [...labels, ...labels])
      const isSummed = Math.abs(twice.loss - 2 * once.loss) <= 1e-9 * Math.abs(once.loss)
      expectNumber('loss of the doubled batch', twice.loss, once.loss, 1e-9, {
        onlyCause: isSummed ? 'loss/doubled-batch-changes-it' : 'loss/depends-on-place',
      })
      expectTensor('dscores of the doubled batch', twice.dscores, [2 * N, C])
      const both = concat([once.dscores, once.dscores])
      const isUnchanged = allClose(twice.dscores.data, both.data, 1e-9)
      expectClose('dscores of the doubled batch', twice.dscores, mul(both, 0.5), 1e-9, {
        onlyCause: isUnchanged ? 'loss/doubled-batch-changes-it' : 'loss/depends-on-place',
      })
    })
  })

  check('takes labels as an array or as a typed array', () => {
    const scores = randn([3, 4], { random: new Random(7) })
    const expected = lossFunction(scores, [2, 0, 3])
    for (const labels of [Uint8Array.of(2, 0, 3), Int32Array.of(2, 0, 3)]) {
      const onlyCause = 'loss/typed-labels-change-it'
      expectNumber('loss', lossFunction(scores, labels).loss, expected.loss, 1e-12, { onlyCause })
    }
  })
}

todo('1.5', () => {
  checkLoss(softmaxLoss, softmaxOfRow)

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('softmaxLoss')) {
      const { loss, dscores } = softmaxLoss(inputs.scores, inputs.labels)
      report.relativeError('loss', expectNumber('loss', loss, expected.loss, 1e-9), 1e-9)
      report.relativeError('dscores', expectClose('dscores', dscores, expected.dscores, 1e-9), 1e-9)
    }
  })

  check('agrees with reference values, even for scores in the thousands', () => {
    const { softmax } = readReference('extra')
    const scores = wave([3, 5], -2, 2, 7)
    const small = softmaxLoss(scores, softmax.y)
    expectNumber('loss', small.loss, softmax.loss, 1e-9)
    expectClose('dscores', small.dscores, golden(softmax.dx), 1e-9)
    const large = softmaxLoss(mul(scores, 1000), softmax.y)
    expectThat(
      Number.isFinite(large.loss) && large.dscores.data.every(Number.isFinite),
      cause('softmaxLoss/overflows', { loss: large.loss }),
    )
    expectNumber('loss for scores in the thousands', large.loss, softmax.loss_scores_times_1000, 1e-9)
    expectClose(
      'dscores for scores in the thousands',
      large.dscores,
      golden(softmax.dx_scores_times_1000),
      1e-9,
    )
  })

  check('stays finite when the right class has no chance', () => {
    const { loss, dscores } = softmaxLoss(tensor([[-2000, 2000, 0]]), [0])
    expectThat(loss !== Infinity, 'softmaxLoss/logarithm-of-zero')
    // Of a probability of 0, only what was added to it is left, or what it was replaced by: usually a power of ten.
    const power = Math.round(-loss / Math.LN10)
    const isClipped = power < -2 && power > -300 && Math.abs(loss + power * Math.LN10) < 1e-6
    expectNumber('loss for the scores [-2000, 2000, 0] and label 0', loss, 4000, 1e-9, {
      onlyCause: isClipped ? cause('softmaxLoss/clipped', { least: `1e${power}` }) : undefined,
    })
    expectClose('dscores', dscores, tensor([[-1, 1, 0]]), 1e-9)
    expectNumber(
      'loss when every score is -2000',
      softmaxLoss(tensor([[-2000, -2000]]), [1]).loss,
      Math.LN2,
      1e-9,
    )
  })

  check('is ln 10 when ten classes have equal scores', (report) => {
    const { loss } = softmaxLoss(zeros([5, 10]), [0, 3, 9, 4, 4])
    report.relativeError('loss', expectNumber('loss', loss, Math.log(10), 1e-9), 1e-9)
  })
})

todo('1.6', () => {
  checkLoss(svmLoss, hingeOfRow)

  check('is 9 when ten classes have equal scores', () => {
    expectNumber('loss', svmLoss(zeros([5, 10]), [0, 3, 9, 4, 4]).loss, 9, 1e-9)
  })

  check('is 0, with a zero gradient, when every margin is kept', () => {
    const { loss, dscores } = svmLoss(tensor([[5, 1, 2]]), [0])
    expectNumber('loss for the scores [5, 1, 2] and label 0', loss, 0, 0)
    expectClose('dscores', dscores, zeros([1, 3]), 0)
  })
})
