import { tensor, type Tensor } from '#kit/tensor/index.ts'
import { poolSizes, type PoolOptions } from '#kit/layers/index.ts'
import { label } from '#kit/training/report/markup.ts'
import { maxPoolBackward, maxPoolForward } from '#work/4-convolution/max-pool.ts'
import {
  arrow,
  COLOUR,
  diagram,
  FOUR,
  frame,
  grid,
  rowsOf,
  textFrom,
  type Cell,
  type Place,
} from './drawing.ts'

const CELL = { cellWidth: 30, cellHeight: 26 }
const ARROW = 40
/** The middle of the row of the forward pass, and that of the backward pass. */
const [FORWARD, BACK] = [106, 200]

interface Example {
  title: string
  x: number[][]
  dout: number[][]
  options: PoolOptions
}

/** The two examples of 4.4: the winner of each window, and the gradient that it gets. */
export function poolWinners(): string {
  const tie = {
    title: 'A tie',
    x: [
      [1, 3, 2, 2],
      [0, 3, 5, 1],
    ],
    dout: [[10, 7]],
    options: { poolHeight: 2, poolWidth: 2, stride: 2 },
  }
  const overlap = {
    title: 'An overlap',
    x: [[1, 5, 2]],
    dout: [[10, 7]],
    options: { poolHeight: 1, poolWidth: 2, stride: 1 },
  }
  const [left, right] = [14, 14 + widthOf(tie) + 30]
  return diagram(right + widthOf(overlap) + 14, 244, [drawn(tie, left), drawn(overlap, right)])
}

const widthOf = ({ x, dout }: Example): number => (x[0].length + dout[0].length) * CELL.cellWidth + ARROW

function drawn({ title, x, dout, options }: Example, left: number): string {
  const image = tensor([[x]])
  const { out, cache } = maxPoolForward(image, options)
  const dx = rowsOf(maxPoolBackward(tensor([[dout]]), cache).dx)
  const winners = winnersOf(image, options)
  const winsAt = (i: number, j: number): number[] =>
    winners.flatMap((winner, k) => (winner === i * x[0].length + j ? [k] : []))
  const look = (i: number, j: number): Cell => {
    const [first] = winsAt(i, j)
    return first === undefined ? {} : { ground: FOUR[first].ground, bold: true }
  }
  const [imageWidth, right] = [x[0].length * CELL.cellWidth, left + x[0].length * CELL.cellWidth + ARROW]
  const row = (middle: number, result: readonly number[][], pixels: readonly number[][]): string =>
    grid(pixels, { x: left, y: middle - (x.length * CELL.cellHeight) / 2, ...CELL }, look) +
    grid(result, { x: right, y: middle - CELL.cellHeight / 2, ...CELL }, (_, j) => ({
      ground: FOUR[j].ground,
    }))
  const name = (text: string, at: number, middle: number, rows: number, fill: string): string =>
    label(text, at, middle - (rows * CELL.cellHeight) / 2 - 14, { fill })
  const { poolHeight, poolWidth, stride } = options
  const results = right + (dout[0].length * CELL.cellWidth) / 2
  return [
    textFrom(title, left, 18, { 'font-weight': 'bold' }),
    textFrom(`${poolHeight} x ${poolWidth} windows, stride ${stride}`, left, 38, { fill: COLOUR.muted }),
    name('x', left + imageWidth / 2, FORWARD, x.length, COLOUR.value),
    name('out', results, FORWARD, 1, COLOUR.value),
    row(FORWARD, rowsOf(out), x),
    ...windowsOn(image, options, { x: left, y: FORWARD - (x.length * CELL.cellHeight) / 2, ...CELL }),
    arrow([left + imageWidth + 6, FORWARD], [right - 6, FORWARD], COLOUR.value),
    name('dx', left + imageWidth / 2, BACK, x.length, COLOUR.gradient),
    name('dout', results, BACK, 1, COLOUR.gradient),
    row(BACK, dout, dx),
    arrow([right - 6, BACK], [left + imageWidth + 6, BACK], COLOUR.gradient),
  ].join('')
}

/** Draws the frames of the windows. A window that overlaps an earlier one is a little higher, so that both are seen. */
function windowsOn(image: Tensor, options: PoolOptions, place: Place): string[] {
  const { poolHeight, poolWidth, stride } = options
  const { outHeight, outWidth } = poolSizes(image, options)
  return Array.from({ length: outHeight * outWidth }, (_, k) => {
    const more = stride < poolWidth ? 4 * k : 0
    const cells = {
      row: Math.floor(k / outWidth) * stride,
      column: (k % outWidth) * stride,
      rows: poolHeight + (2 * more) / place.cellHeight,
      columns: poolWidth,
    }
    return frame({ ...place, y: place.y - more }, cells, FOUR[k].edge)
  })
}

/** For each window, which pixel a gradient of 1 of this window alone goes to. */
function winnersOf(image: Tensor, options: PoolOptions): number[] {
  const { out, cache } = maxPoolForward(image, options)
  return Array.from(out.data, (_, k) => {
    const only = tensor(Array.from(out.data, (_value, other) => Number(other === k))).reshape(out.shape)
    return maxPoolBackward(only, cache).dx.data.indexOf(1)
  })
}
