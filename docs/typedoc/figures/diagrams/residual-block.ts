import { add, mul, tensor, type Tensor } from '#kit/tensor/index.ts'
import { reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { residualBackward, residualForward } from '#work/6-cifar10/residual-block.ts'
import { rowsOf } from './drawing.ts'
import { valueGraph } from './value-graph.ts'

/** The two paths of a residual block with the numbers of 6.3 and 6.4, where the branch doubles the gradient. */
export function residualBlock(): string {
  const [x, added, dout] = [
    [
      [1, -2],
      [3, 4],
    ],
    [
      [-3, 1],
      [1, 0.5],
    ],
    [
      [10, 20],
      [30, 40],
    ],
  ].map((rows) => tensor([[rows]]))
  const throughBranch = (gradient: Tensor): Tensor => mul(gradient, 2)
  const branch = () => ({ out: added, backward: throughBranch })
  const { out, cache } = residualForward(x, branch, { stride: 1, filters: 1 })
  const { dx } = residualBackward(dout, cache)
  const total = add(added, x)
  const dtotal = reluBackward(dout, reluForward(total).cache).dx

  const wire = (at: number, name: string, value: Tensor, gradient: Tensor, gradientName = 'gradient') => ({
    at,
    name,
    value: rowsOf(value),
    gradientName,
    gradient: rowsOf(gradient),
  })
  const [left, middle, right] = [110, 220, 330]
  return valueGraph(440, 38, [
    [wire(middle, 'x', x, dx, 'dx')],
    [{ step: 'used twice, so the two gradients add', from: left, to: right }],
    [wire(left, 'x', x, throughBranch(dtotal)), wire(right, 'x', x, dtotal)],
    [
      { step: 'branch F', from: left, to: left },
      { step: 'shortcut', from: right, to: right },
    ],
    [wire(left, 'F(x)', added, dtotal), wire(right, 'x', x, dtotal)],
    [{ step: 'add', from: left, to: right }],
    [wire(middle, 'sum', total, dtotal)],
    [{ step: 'ReLU', from: middle, to: middle }],
    [wire(middle, 'out', out, dout, 'dout')],
  ])
}
