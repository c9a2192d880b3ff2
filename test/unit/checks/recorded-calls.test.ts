import { expect, test } from 'vitest'
import {
  unremembered,
  recordCall,
  rememberedCalls,
  type RecordedCall,
} from '../../../checks/support/running/recorded-calls.ts'

test('the calls of a training step are not remembered: later steps overwrite their results', () => {
  const work = { path: 'assignments/1-fully-connected/layers.ts' }
  const call: RecordedCall = {
    name: 'reluForward',
    work,
    args: [],
    before: [],
    result: undefined,
    mayWrite: [],
    written: {},
  }
  recordCall(call)
  expect(() => {
    unremembered(() => {
      recordCall({ ...call })
      throw new Error('in the step')
    })
  }).toThrow('in the step')
  expect(rememberedCalls('reluForward', work)).toEqual([call])
  recordCall(call)
  expect(rememberedCalls('reluForward', work)).toHaveLength(2)
})
