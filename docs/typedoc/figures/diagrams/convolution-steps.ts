import { addBorder } from '#kit/layers/border.ts'
import { convSizes } from '#kit/layers/index.ts'
import { tensor } from '#kit/tensor/index.ts'
import { element, label } from '#kit/training/report/markup.ts'
import { convForward } from '#work/4-convolution/conv.ts'
import { COLOUR, diagram, frame, grid, rowsOf, textFrom, written } from './drawing.ts'

const CELL = { cellWidth: 26, cellHeight: 24 }
const [WIDTH, HEIGHT] = [232, 180]
const TOP = 112

/** A filter on its way over an image with a border, with the numbers of the second example of 4.1. */
export function convolutionSteps(): string {
  const image = [
    [1, 2],
    [3, 4],
    [5, 6],
  ]
  const filter = [
    [1, 2],
    [0, 1],
    [-1, 0],
  ]
  const [x, w] = [image, filter].map((rows) => tensor([[rows]]))
  const options = { stride: 2, pad: 1 }
  const { outHeight, outWidth } = convSizes(x, w, options)
  const bordered = rowsOf(addBorder(x, options.pad))
  const out = rowsOf(convForward(x, w, tensor([0]), options).out)

  const steps = Array.from({ length: outHeight * outWidth }, (_, step) => {
    const [i, j] = [Math.floor(step / outWidth), step % outWidth]
    const [row, column] = [i * options.stride, j * options.stride]
    const products = filter
      .flatMap((weights, p) => weights.map((weight, q) => [bordered[row + p][column + q], weight]))
      .filter(([pixel, weight]) => pixel * weight !== 0)
      .map(([pixel, weight]) => `${written(pixel)} · ${weight < 0 ? `(${written(weight)})` : weight}`)

    const place = { x: 0, y: 28, ...CELL }
    const isBorder = (r: number, c: number): boolean =>
      r < options.pad ||
      c < options.pad ||
      r >= bordered.length - options.pad ||
      c >= bordered[0].length - options.pad
    const results = { x: 138, y: 28 + 36, ...CELL, cellWidth: 34 }
    const content = [
      textFrom(`Step ${step + 1}: ${products.join(' + ')} = ${written(out[i][j])}`, 0, 12),
      grid(bordered, place, (r, c) => ({ ground: isBorder(r, c) ? COLOUR.empty : COLOUR.valueGround })),
      frame(place, { row, column, rows: filter.length, columns: filter[0].length }, COLOUR.gradient),
      label('out', 138 + 34, 28 + 22, { fill: COLOUR.muted }),
      grid(out, results, (r, c) => ({
        text: r * outWidth + c <= step ? written(out[r][c]) : '',
        ground: r === i && c === j ? COLOUR.gradientGround : COLOUR.ground,
        bold: r === i && c === j,
      })),
    ]
    const [left, top] = [12 + (step % 2) * WIDTH, TOP + Math.floor(step / 2) * HEIGHT]
    return element('g', { transform: `translate(${left} ${top})` }, content.join(''))
  })

  const filterPlace = { x: 64, y: 12, ...CELL }
  const intro = [
    textFrom('filter', 12, 48, { fill: COLOUR.muted }),
    grid(filter, filterPlace),
    frame(
      filterPlace,
      { row: 0, column: 0, rows: filter.length, columns: filter[0].length },
      COLOUR.gradient,
    ),
    textFrom(`stride ${options.stride}: it moves ${options.stride} pixels at a time`, 140, 36),
    textFrom(`pad ${options.pad}: a border of zeros, ${options.pad} pixel wide`, 140, 60),
  ]
  const rows = Math.ceil(steps.length / 2)
  return diagram(2 * WIDTH + 12, TOP + rows * HEIGHT - 16, [...intro, ...steps])
}
