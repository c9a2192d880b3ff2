import { lineChart } from '#kit/training/report/index.ts'
import { cosine, oneCycle, stepDown, triangle } from '#kit/solver/index.ts'

const POINTS = 200

/** What the schedules multiply the learning rate by, over the course of a training. */
export function schedules(): string {
  const of = { step: stepDown, cosine, 'one-cycle': oneCycle(0.3), triangle: triangle(0.3) }
  return lineChart({
    title: 'What the learning rate is multiplied by',
    xLabel: 'steps done in %',
    yLabel: 'factor',
    series: Object.entries(of).map(([name, schedule]) => ({
      name,
      values: Array.from(
        { length: POINTS + 1 },
        (_, i) => [(100 * i) / POINTS, schedule(i / POINTS)] as const,
      ),
    })),
  })
}
