import { expect, test } from 'vitest'
import { restoreState, Solver, stateOf } from '#kit/solver/index.ts'
import { measureAccuracy } from '../../../kit/solver/accuracy.ts'
import { inWasmMemory } from '../../../kit/engine/wasm/index.ts'
import { data, options, runToEnd, twoLayerNet } from './support.ts'

test.each([1, 3, 4])(
  'a run that was left after %i steps and continued is the same as one in one go',
  (steps) => {
    const create = () =>
      new Solver(twoLayerNet(), data(), options({ batchSize: 16, epochs: 3, updateRule: 'adam' }))
    const whole = create()
    runToEnd(whole)
    const paused = create()
    for (const event of paused.run()) if (event.type === 'step' && paused.step === steps) break
    runToEnd(paused)
    expect(paused.history).toEqual(whole.history)
    expect(paused.model.params).toEqual(whole.model.params)
  },
)

test('recycling memory changes nothing but the speed', () => {
  const run = (recycle: boolean) => {
    const solver = new Solver(
      twoLayerNet(),
      data(),
      options({ batchSize: 16, epochs: 3, updateRule: 'adam', recycle }),
    )
    runToEnd(solver)
    const { history, model, bestParams, optimizerStates } = solver
    return { history, params: model.params, bestParams, optimizerStates }
  }
  expect(run(true)).toEqual(run(false))
})

test('with recycling, the parameters from before a step are what they were', () => {
  const solver = new Solver(twoLayerNet(), data(), options({ batchSize: 16, epochs: 3, recycle: true }))
  let before = { ...solver.model.params }
  let copies = Object.values(before).map((w) => w.clone())
  for (const event of solver.run()) {
    if (event.type !== 'step') continue
    expect(Object.values(before)).toEqual(copies)
    before = { ...solver.model.params }
    copies = Object.values(before).map((w) => w.clone())
  }
})

test('with recycling, parameters lie in the memory of WebAssembly, wherever they come from', () => {
  const solver = new Solver(twoLayerNet(), data(), options({ batchSize: 16, epochs: 3, recycle: true }))
  const { model } = solver
  const places = new Set<boolean>()
  const scores = model.scores.bind(model)
  model.scores = (x) => {
    for (const { data: numbers } of Object.values(model.params)) places.add(inWasmMemory(numbers))
    return scores(x)
  }
  /**
   * Fails unless the parameters are in WebAssembly's memory during a measurement, although they come from elsewhere.
   */
  const lookAt = (bring: () => void) => {
    bring()
    expect(inWasmMemory(model.params.W1.data)).toBe(false)
    places.clear()
    for (const _ of solver.measure(measureAccuracy(model, solver.validation)));
    expect([...places]).toEqual([true])
  }
  lookAt(() => {})
  const state = stateOf(solver)
  const params = Object.entries(state.params).map(([name, w]) => [name, w.clone()] as const)
  lookAt(() => restoreState(solver, { ...state, params: Object.fromEntries(params) }))
  lookAt(() => runToEnd(solver))
})
