import { expect, test } from 'vitest'
import {
  defaultSettings,
  missingFor,
  ruleSettingsOf,
  scheduleOf,
  type Settings,
} from '#kit/training/index.ts'

const settings = { ...defaultSettings, epochs: 1, batchSize: 1, learningRate: 1, updateRule: 'adam' }

test('an update rule gets what it can be set to', () => {
  expect(ruleSettingsOf(settings)).toEqual({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })
  expect(ruleSettingsOf({ ...settings, updateRule: 'sgd' })).toEqual({})
  expect(missingFor('epsilon', { ...settings, updateRule: 'sgd' })).toBe('--update-rule rmsprop or adam')
  expect(missingFor('epsilon', settings)).toBe(undefined)
  expect(ruleSettingsOf({ ...settings, updateRule: 'nesterovMomentum' })).toEqual({ momentum: 0.9 })
})

test.for([
  ['warmUp', '--schedule one-cycle or triangle', { schedule: 'triangle' }],
  ['alternateFlips', '--flip', { flip: true }],
  ['border', '--shift', { shift: 1 }],
  ['testTimeShifts', '--test-time-flips', { testTimeFlips: true }],
] as const)('%s needs %s', ([name, option, change]) => {
  expect(missingFor(name, settings)).toBe(option)
  expect(missingFor(name, { ...settings, ...change })).toBe(undefined)
})

test.for(['toString', 'constructor', '__proto__'])('%s is a name like any other', (name) => {
  expect(ruleSettingsOf({ ...settings, updateRule: name })).toEqual({})
  expect(() => scheduleOf({ ...settings, schedule: name as Settings['schedule'] })).toThrow(
    `There is no schedule "${name}". The schedules are constant, step, cosine, one-cycle, triangle.`,
  )
})
