import { add, div, map, max, mul, sub, sum, tensor, type Tensor } from '#kit/tensor/index.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { rowsOf } from './drawing.ts'
import { valueGraph } from './value-graph.ts'

/** The softmax loss with the numbers of 1.5: what each step computes, and the gradients that come back. */
export function softmaxGraph(): string {
  const scores = tensor([
    [3, 1],
    [0, 0],
  ])
  const labels = [0, 1]
  const { loss, dscores } = softmaxLoss(scores, labels)

  const target = tensor(labels.map((label) => [0, 1].map((c) => Number(c === label))))
  const shifted = sub(scores, max(scores, 1, { keepDims: true }))
  const exponential = map(shifted, Math.exp)
  const total = sum(exponential, 1, { keepDims: true })
  const logSum = map(total, Math.log)
  const picked = sum(mul(shifted, target), 1, { keepDims: true })
  const each = sub(logSum, picked)

  const deach = tensor(labels.map(() => [1 / labels.length]))
  const dpicked = mul(deach, -1)
  const dexponential = mul(div(deach, total), tensor([[1, 1]]))
  const throughExponential = mul(dexponential, exponential)
  const throughPicked = mul(dpicked, target)
  // Subtracting the largest score changes no loss, so nothing comes back through it.
  const dshifted = add(throughExponential, throughPicked)

  const wire = (at: number, name: string, value: Tensor, gradient: Tensor, gradientName = `d${name}`) => ({
    at,
    name,
    value: rowsOf(value),
    gradientName,
    gradient: rowsOf(gradient),
  })
  const [left, middle, right] = [122, 240, 358]
  return valueGraph(480, 48, [
    [wire(middle, 'scores', scores, dscores)],
    [{ step: 'subtract the largest score of each row', from: middle, to: middle }],
    [wire(middle, 'shifted', shifted, dshifted)],
    [{ step: 'used twice, so the two gradients add', from: left, to: right }],
    [
      wire(left, 'shifted', shifted, throughExponential, 'p / N'),
      wire(right, 'shifted', shifted, throughPicked, '−t / N'),
    ],
    [{ step: 'exponential', from: left, to: left }, { passes: right }],
    [wire(left, 'exponential', exponential, dexponential), { passes: right }],
    [
      { step: 'logarithm of the sum', from: left, to: left },
      { step: 'take the right class', from: right, to: right },
    ],
    [wire(left, 'logSum', logSum, deach), wire(right, 'picked', picked, dpicked)],
    [{ step: 'logSum − picked', from: left, to: right }],
    [wire(middle, 'each', each, deach)],
    [{ step: 'mean', from: middle, to: middle }],
    [wire(middle, 'loss', tensor([[loss]]), tensor([[1]]))],
  ])
}
