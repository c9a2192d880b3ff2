import { add, sub, tensor, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'

const BOX = { width: 124, height: 112, columnGap: 44, rowGap: 40, margin: 10 }
const LINE = 18
const PIXEL = 28

/** The example of Part 0: an image of 2 x 2 pixels, and weights before a step with the learning rate 1. */
const image = tensor([1, 0, 0, 1])
const LABEL = 0
const weights = tensor([1, 0, 0, 1, 1, 0, 0, 1]).reshape([4, 2])

/** A result in the picture, with its place. Columns and rows are counted from 0. */
interface Result {
  label: string
  values: Tensor
  column: number
  row: number
}

/** One step of training, as an SVG picture: from an image to its loss, and from the loss back to new weights. */
export function oneStep(): string {
  const { out, cache } = affineForward(image.reshape([1, 4]), weights, tensor([0, 0]))
  const { loss, dscores } = softmaxLoss(out, [LABEL])
  const { dw } = affineBackward(dscores, cache)
  const pixels = { label: 'image', values: image.reshape([2, 2]), column: 0, row: 0 }
  const numbers = { label: 'numbers', values: image.reshape([4, 1]), column: 1, row: 0 }
  const scores = { label: 'scores', values: out, column: 2, row: 0 }
  // The gradient of the scores is the probabilities minus the target.
  const probabilities = { label: 'probabilities', values: add(dscores, tensor([1, 0])), column: 3, row: 0 }
  const losses = { label: 'loss', values: tensor([[loss]]), column: 4, row: 0 }
  const gradient = { label: 'gradient', values: dw, column: 4, row: 1 }
  const moved = { label: 'new weights', values: sub(weights, dw), column: 3, row: 1 }
  const used = { label: 'weights', values: weights, column: 2, row: 1 }
  const path = [pixels, numbers, scores, probabilities, losses, gradient, moved, used, scores]
  const { width, height, columnGap, rowGap, margin } = BOX
  const size = [5 * (width + columnGap) - columnGap + 2 * margin, 2 * (height + rowGap) - rowGap + 2 * margin]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size.join(' ')}" font-family="sans-serif" font-size="13" text-anchor="middle" fill="#222">
<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#333"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
${path
  .slice(1)
  .map((result, i) => arrow(path[i], result))
  .join('\n')}
${path
  .slice(0, -1)
  .map((result) => box(result))
  .join('\n')}
</svg>
`
}

/** A frame with the name of the result, and below it its numbers or, for an image, its pixels. */
function box(result: Result): string {
  const { x, y } = centreOf(result)
  const [left, top] = [x - BOX.width / 2, y - BOX.height / 2]
  return (
    `<rect x="${left}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="#e8f1f7" stroke="#0072b2"/>` +
    `<text x="${x}" y="${top + 18}" fill="#555">${result.label}</text>` +
    (result.label === 'image' ? pixelsOf(result) : numbersOf(result))
  )
}

function numbersOf(result: Result): string {
  const { x, y } = centreOf(result)
  const rows = result.values.toNested() as number[][]
  const first = y + 13 - ((rows.length - 1) * LINE) / 2
  const column = (i: number, count: number): number => x + (i - (count - 1) / 2) * 38
  return rows
    .flatMap((row, n) =>
      row.map(
        (value, i) =>
          `<text x="${column(i, row.length)}" y="${first + n * LINE}">${Number(value.toFixed(3))}</text>`,
      ),
    )
    .join('')
}

function pixelsOf(result: Result): string {
  const { x, y } = centreOf(result)
  return Array.from(result.values.data, (value, i) => {
    const [left, top] = [x + ((i % 2) - 1) * PIXEL, y + 10 + (Math.floor(i / 2) - 1) * PIXEL]
    return `<rect x="${left}" y="${top}" width="${PIXEL}" height="${PIXEL}" fill="${value === 1 ? 'white' : 'black'}" stroke="#0072b2"/>`
  }).join('')
}

/** From the edge of one box to the edge of the next, which is beside, above or below it. */
function arrow(from: Result, to: Result): string {
  const [a, b] = [centreOf(from), centreOf(to)]
  const [dx, dy] = [Math.sign(b.x - a.x) * (BOX.width / 2), Math.sign(b.y - a.y) * (BOX.height / 2)]
  return `<path d="M${a.x + dx} ${a.y + dy}L${b.x - dx} ${b.y - dy}" stroke="#333" stroke-width="1.5" marker-end="url(#head)"/>`
}

function centreOf({ column, row }: Result): { x: number; y: number } {
  return {
    x: BOX.margin + BOX.width / 2 + column * (BOX.width + BOX.columnGap),
    y: BOX.margin + BOX.height / 2 + row * (BOX.height + BOX.rowGap),
  }
}
