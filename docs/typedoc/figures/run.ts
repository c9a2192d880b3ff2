import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { lineChart } from '#kit/training/report/index.ts'

type Line =
  | { type: 'step'; step: number; loss: number }
  | { type: 'epoch'; epoch: number; step: number; trainAccuracy: number; validationAccuracy: number }
  | { type: 'test'; testAccuracy: number }

/** The curves of a finished run, from the folder that `npm run train` has kept of it. */
export function curvesOf(folder: string): string {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const epochs = lines.filter((line) => line.type === 'epoch')
  const losses = lines.filter((line) => line.type === 'step')
  const stepsPerEpoch = epochs.at(-1)!.step / epochs.at(-1)!.epoch
  const percent = (share: number): number => 100 * share
  return lineChart({
    title: `${basename(folder)}: ${percent(lines.find((line) => line.type === 'test')!.testAccuracy).toFixed(1)} % of the test images`,
    xLabel: 'epoch',
    yLabel: 'accuracy in %',
    rightLabel: 'training loss',
    series: [
      { name: 'training images', values: epochs.map((e) => [e.epoch, percent(e.trainAccuracy)]) },
      { name: 'validation images', values: epochs.map((e) => [e.epoch, percent(e.validationAccuracy)]) },
      {
        name: 'loss',
        values: losses.map(({ step, loss }) => [step / stepsPerEpoch, loss]),
        thin: true,
        right: true,
      },
    ],
  })
}
