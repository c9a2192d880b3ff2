import { expect, test } from 'vitest'
import { restoreState, stateOf } from '#kit/solver/index.ts'
import { Metrics } from '#kit/training/index.ts'
import { eventfulRun } from './support.ts'

test('a line for every epoch, and none for what is being measured', () => {
  const solver = eventfulRun()
  const metrics = new Metrics(solver)
  const told = Array.from(solver.run(), (event) => ({ event, line: metrics.after(event) }))
  const linesOf = (type: string) => told.filter(({ event }) => event.type === type).map(({ line }) => line)
  const epochs = told.map(({ event }) => event).filter((event) => event.type === 'epoch')
  expect(linesOf('epoch')).toEqual(epochs.map((event) => ({ ...event, step: 4 * event.epoch })))
  expect(new Set(linesOf('measure'))).toEqual(new Set([undefined]))
})

test('a line for steps, with loss, learning rate and update ratios', () => {
  const solver = eventfulRun({ recycle: false })
  const metrics = new Metrics(solver)
  const norm = (values: Float32Array | Float64Array) => Math.hypot(...values)
  let before = { ...solver.model.params }
  for (const event of solver.run()) {
    const line = metrics.after(event)
    if (event.type !== 'step') continue
    const { loss, learningRate } = event
    expect(line).toMatchObject({ type: 'step', step: solver.step, epoch: event.epoch, loss, learningRate })
    const { imagesPerSecond, updateRatios } = line as Extract<typeof line, { type: 'step' }>
    expect(imagesPerSecond).toBeGreaterThan(0)
    expect(Object.keys(updateRatios)).toEqual(['W1', 'W2', 'W3'])
    const { W2 } = solver.model.params
    const moved = W2.data.map((value, i) => value - before.W2.data[i])
    expect(updateRatios.W2).toBeCloseTo(norm(moved) / norm(before.W2.data), 6)
    before = { ...solver.model.params }
  }
})

test('a sudden end costs no step: those since the last line get a line each', () => {
  const solver = eventfulRun({ batchSize: 1, epochs: 1 })
  const metrics = new Metrics(solver)
  for (const event of solver.run()) {
    metrics.after(event)
    if (event.type === 'step' && event.step === 5) break
  }
  const { loss } = solver.history
  expect(metrics.afterFailure()).toEqual([
    expect.objectContaining({ type: 'step', step: 5, epoch: 1, loss: loss[4], updateRatios: {} }),
  ])
})

test('of many steps, about twenty lines an epoch, which cover every step once', () => {
  const solver = eventfulRun({ batchSize: 1, epochs: 1 })
  const metrics = new Metrics(solver)
  const lines = Array.from(solver.run(), (event) => metrics.after(event)).filter(
    (line) => line?.type === 'step',
  )
  expect(lines).toHaveLength(20)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  expect(mean(lines.map(({ loss }) => loss))).toBeCloseTo(mean(solver.history.loss), 10)
})

/** Returns the lines of a run up to this many steps, without what depends on the clock. */
function linesOfRun(solver: ReturnType<typeof eventfulRun>, { until = Infinity, fails = false } = {}) {
  const metrics = new Metrics(solver)
  const lines: ReturnType<typeof metrics.after>[] = []
  for (const event of solver.run()) {
    lines.push(metrics.after(event))
    if (solver.step === until) break
  }
  if (fails) lines.push(...metrics.afterFailure())
  return lines.filter((line) => line !== undefined).map((line) => ({ ...line, imagesPerSecond: 0 }))
}

test.each([1, 2, 39, 40, 41, 59])(
  'a run that was stopped after step %i of 80 has the same lines',
  (steps) => {
    const options = { batchSize: 1, epochs: 2, recycle: false }
    for (const end of [{}, { until: 61, fails: true }]) {
      const whole = linesOfRun(eventfulRun(options), end)
      const stopped = eventfulRun(options)
      const before = linesOfRun(stopped, { until: steps })
      const resumed = eventfulRun(options)
      restoreState(resumed, stateOf(stopped))
      expect([...before, ...linesOfRun(resumed, end)]).toEqual(whole)
    }
  },
)
