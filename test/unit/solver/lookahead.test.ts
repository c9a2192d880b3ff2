import { expect, test } from 'vitest'
import { Lookahead, restoreState, Solver, stateOf } from '#kit/solver/index.ts'
import { full, type Tensor } from '#kit/tensor/index.ts'
import { data, FakeModel, numbered, options, runToEnd, twoLayerNet } from './support.ts'

/** Takes steps that set w to 1, 2, 3, ... and returns w after each. */
function valuesOf(steps: number): number[] {
  const [model, lookahead] = [new FakeModel(), new Lookahead()]
  return Array.from({ length: steps }, (_, i) => {
    model.params.w = full([2], i + 1)
    lookahead.after(model, i + 1, steps)
    return model.params.w.data[0]
  })
}

test('the slow weights follow every 5 steps, more and more slowly, and the network has them at the end', () => {
  const values = valuesOf(12)
  expect(values.slice(0, 5)).toEqual([1, 2, 3, 4, 5])
  const [ten, twelve] = [0.95 ** 5 * (10 / 12) ** 3, 0.95 ** 5]
  const first = ten * 5 + (1 - ten) * 10
  expect(values[9]).toBeCloseTo(first, 12)
  expect(values[10]).toBe(11)
  expect(values[11]).toBeCloseTo(twelve * first + (1 - twelve) * 12, 12)
})

test('running averages are averaged, too, and fixed parameters are left alone', () => {
  const lookahead = new Lookahead()
  const norm: { runningMean?: Tensor; runningVar?: Tensor } = {}
  const model = Object.assign(new FakeModel(), { fixed: new Set(['b']), batchnormParams: [norm] })
  const { b } = model.params
  for (const step of [5, 10]) {
    Object.assign(norm, { runningMean: full([3], step), runningVar: full([3], 2 * step) })
    lookahead.after(model, step, 10)
  }
  const mean = 0.95 ** 5 * 5 + (1 - 0.95 ** 5) * 10
  expect(norm.runningMean!.data[2]).toBeCloseTo(mean, 12)
  expect(norm.runningVar!.data[0]).toBeCloseTo(2 * mean, 12)
  expect(model.params.b).toBe(b)
  expect(Object.keys(lookahead.slow)).toEqual(['w', 'runningMean1', 'runningVar1'])
})

test('the solver trains with it if it is asked to', () => {
  const counting = (w: Tensor) => ({ w: full(w.shape, w.data[0] + 1), config: {} })
  const run = (lookahead: boolean) => {
    const solver = new Solver(
      new FakeModel(),
      { train: numbered(6), validation: numbered(2) },
      options({ updateRules: { counting }, updateRule: 'counting', batchSize: 1, epochs: 1, lookahead }),
    )
    for (const event of solver.run()) if (event.type === 'step' && solver.step === 6) break
    return solver.model.params.w.data[0]
  }
  expect(run(false)).toBe(6)
  expect(run(true)).toBeCloseTo(0.95 ** 5 * 5 + (1 - 0.95 ** 5) * 6, 12)
})

test.each([5, 7])('a run that is continued after %i steps has the same slow weights', (steps) => {
  const create = () =>
    new Solver(
      twoLayerNet(),
      data(),
      options({ batchSize: 16, epochs: 4, updateRule: 'sgdMomentum', lookahead: true, recycle: true }),
    )
  const whole = create()
  runToEnd(whole)
  const first = create()
  for (const event of first.run()) if (event.type === 'step' && first.step === steps) break
  const second = create()
  restoreState(second, copyOf(stateOf(first)))
  runToEnd(second)
  expect(second.history).toEqual(whole.history)
  expect(second.lookahead).toEqual(whole.lookahead)
  // Without the slow weights, it would end elsewhere.
  const forgetful = create()
  restoreState(forgetful, { ...copyOf(stateOf(first)), slowWeights: undefined })
  runToEnd(forgetful)
  expect(forgetful.history).not.toEqual(whole.history)
})

/** Returns a copy of a state that shares no tensor with it, as a checkpoint does. */
function copyOf<Part>(part: Part): Part {
  if (typeof part !== 'object' || part === null) return part
  if ('clone' in part) return (part as unknown as Tensor).clone() as Part
  if (Array.isArray(part)) return part.map(copyOf) as Part
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, copyOf(value)])) as Part
}
