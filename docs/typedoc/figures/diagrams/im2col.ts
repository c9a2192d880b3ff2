import { add, matmul, tensor } from '#kit/tensor/index.ts'
import { label } from '#kit/training/report/markup.ts'
import { convSizes } from '#kit/layers/index.ts'
import { arrow, COLOUR, diagram, FOUR, frame, grid, rowsOf } from './drawing.ts'

const PIXEL = { cellWidth: 21, cellHeight: 20 }
const CELL = { cellWidth: 25, cellHeight: 24 }
const [LEFT, TOP, PITCH] = [12, 40, 78]

/** How a convolution becomes a matrix product: the first example of 4.1, with a row for each position of the filter. */
export function im2col(): string {
  const image = [
    [1, 2, 0, 1],
    [0, 1, 3, 2],
    [2, 0, 1, 1],
  ]
  const filter = [
    [1, 0, -1],
    [0, 2, 1],
  ]
  const bias = 10
  const [height, width] = [filter.length, filter[0].length]
  const { outHeight, outWidth } = convSizes(tensor([[image]]), tensor([[filter]]), { stride: 1, pad: 0 })
  const positions = Array.from({ length: outHeight * outWidth }, (_, k) => ({
    row: Math.floor(k / outWidth),
    column: k % outWidth,
  }))
  const rows = positions.map(({ row, column }) =>
    image.slice(row, row + height).flatMap((pixels) => pixels.slice(column, column + width)),
  )
  const weights = filter.flat().map((weight) => [weight])
  const out = rowsOf(add(matmul(tensor(rows), tensor(weights)), bias))

  const matrix = { x: LEFT + 4 * PIXEL.cellWidth + 40, width: rows[0].length * CELL.cellWidth }
  const column = { x: matrix.x + matrix.width + 28 }
  const result = { x: column.x + CELL.cellWidth + 62 }
  const middle = TOP + (positions.length * PITCH - 18) / 2
  const content = positions.flatMap(({ row, column: from }, k) => {
    const top = TOP + k * PITCH
    const [y, { ground, edge }] = [top + (image.length * PIXEL.cellHeight - CELL.cellHeight) / 2, FOUR[k]]
    const place = { x: LEFT, y: top, ...PIXEL }
    const isCovered = (r: number, c: number): boolean =>
      r >= row && r < row + height && c >= from && c < from + width
    return [
      grid(image, place, (r, c) => ({ ground: isCovered(r, c) ? ground : COLOUR.ground })),
      frame(place, { row, column: from, rows: height, columns: width }, edge),
      arrow([LEFT + 4 * PIXEL.cellWidth + 8, y + 12], [matrix.x - 6, y + 12], edge),
      grid([rows[k]], { x: matrix.x, y, ...CELL }, () => ({ ground })),
      grid([out[k]], { x: result.x, y, ...CELL, cellWidth: 32 }, () => ({ ground, bold: true })),
    ]
  })
  const top = middle - (weights.length * CELL.cellHeight) / 2
  const heads = { fill: COLOUR.muted }
  return diagram(result.x + 32 + LEFT, TOP + positions.length * PITCH - 4, [
    label('image', LEFT + 2 * PIXEL.cellWidth, 20, heads),
    label('a row for each position', matrix.x + matrix.width / 2, 20, heads),
    label('out', result.x + 16, 20, heads),
    ...content,
    label('·', column.x - 14, middle, { 'font-size': 20 }),
    label('filter', column.x + CELL.cellWidth / 2, top - 14, heads),
    grid(weights, { x: column.x, y: top, ...CELL }),
    label(`+ ${bias} =`, column.x + CELL.cellWidth + 31, middle),
  ])
}
