import { tensor } from '#kit/tensor/index.ts'
import { label } from '#kit/training/report/markup.ts'
import { dropoutForward } from '#work/3-dropout/dropout.ts'
import { arrow, COLOUR, diagram, grid, rowsOf, textFrom } from './drawing.ts'

const CELL = { cellWidth: 34, cellHeight: 26 }
const WIDTH = 3 * CELL.cellWidth
const [X, MASK, OUT] = [12, 166, 342]

/** What dropout does to the numbers of 3.1, in train mode and in test mode. */
export function dropoutMask(): string {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
  const [keepProb, seed] = [0.5, 0]
  const trained = rowsOf(dropoutForward(x, { keepProb, seed, mode: 'train' }).out)
  const tested = rowsOf(dropoutForward(x, { keepProb, seed, mode: 'test' }).out)
  const mask = rowsOf(tensor(trained.map((row) => row.map((value) => Number(value !== 0)))))
  const look = (i: number, j: number) => ({ ground: mask[i][j] ? COLOUR.valueGround : COLOUR.empty })
  const kept = () => ({ ground: COLOUR.valueGround })
  return diagram(OUT + WIDTH + 12, 258, [
    textFrom('Train mode', X, 20, { 'font-weight': 'bold' }),
    ...named('x', X, 68, rowsOf(x), kept),
    label('·', (X + WIDTH + MASK) / 2, 94, { 'font-size': 20 }),
    ...named('mask', MASK, 68, mask, look),
    label(`· 1 / ${keepProb} =`, (MASK + WIDTH + OUT) / 2, 94),
    ...named('out', OUT, 68, trained, look),
    textFrom('Test mode', X, 150, { 'font-weight': 'bold' }),
    ...named('x', X, 196, rowsOf(x), kept),
    arrow([X + WIDTH + 12, 222], [OUT - 12, 222], COLOUR.value),
    ...named('out', OUT, 196, tested, kept),
  ])
}

const named = (
  name: string,
  x: number,
  y: number,
  rows: number[][],
  look: (i: number, j: number) => { ground: string },
): string[] => [
  label(name, x + WIDTH / 2, y - 14, { fill: COLOUR.muted }),
  grid(rows, { x, y, ...CELL }, look),
]
