import { tensor } from '#kit/tensor/index.ts'
import { lineChart } from '#kit/training/report/index.ts'
import { softmaxLoss, svmLoss } from '#work/1-fully-connected/losses.ts'

const [FIRST, LAST, STEPS] = [-3, 5, 160]

/** Both losses of one example of two classes, over how far the score of the right class is above the other one. */
export function lossesOverMargin(): string {
  const margins = Array.from({ length: STEPS + 1 }, (_, i) => FIRST + (i * (LAST - FIRST)) / STEPS)
  return lineChart({
    title: 'The two losses of an example',
    xLabel: 'score of the right class − score of the wrong one',
    yLabel: 'loss',
    size: [480, 320],
    series: Object.entries({ svmLoss: svmLoss, softmaxLoss: softmaxLoss }).map(([name, lossOf]) => ({
      name,
      values: margins.map((margin) => [margin, lossOf(tensor([[margin, 0]]), [0]).loss] as const),
    })),
  })
}
