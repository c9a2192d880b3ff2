import { expect, test } from 'vitest'
import { Solver } from '#kit/solver/index.ts'
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
