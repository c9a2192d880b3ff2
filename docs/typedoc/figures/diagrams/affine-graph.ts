import { matmul, tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward } from '#work/1-fully-connected/layers.ts'
import { rowsOf } from './drawing.ts'
import { valueGraph } from './value-graph.ts'

/** The affine layer with the numbers of 1.1 and 1.2: what each step computes, and the gradients that come back. */
export function affineGraph(): string {
  const x = tensor([
    [1, 2],
    [3, 4],
  ])
  const w = tensor([
    [1, 0, 2],
    [-1, 3, 1],
  ])
  const b = tensor([10, 20, 30])
  const dout = tensor([
    [1, 0, -1],
    [2, 1, 0],
  ])
  const { out, cache } = affineForward(x, w, b)
  const { dx, dw, db } = affineBackward(dout, cache)
  const product = matmul(x, w)
  // Adding b moves out as much as the product does: the gradient passes through an addition unchanged.
  const dproduct = dout
  const [left, middle, right] = [100, 122, 360]
  return valueGraph(480, 32, [
    [
      { at: left, name: 'x', value: rowsOf(x), gradientName: 'dx', gradient: rowsOf(dx) },
      { at: right, name: 'w', value: rowsOf(w), gradientName: 'dw', gradient: rowsOf(dw) },
    ],
    [{ step: 'matrix product', from: left, to: right }],
    [
      { at: middle, name: 'x w', value: rowsOf(product), gradientName: 'd(x w)', gradient: rowsOf(dproduct) },
      { at: right, name: 'b', value: rowsOf(b), gradientName: 'db', gradient: rowsOf(db) },
    ],
    [{ step: 'add b to every row', from: middle, to: right }],
    [{ at: 240, name: 'out', value: rowsOf(out), gradientName: 'dout', gradient: rowsOf(dout) }],
  ])
}
