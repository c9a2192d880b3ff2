import { expect, test, vi } from 'vitest'
import { loadDataset } from '#data/index.ts'
import { defaultSettings } from '#kit/training/index.ts'
import { announce } from '../../../kit/commands/train/messages/training-announcement.ts'
import type { RunSettings } from '../../../kit/commands/train/training-setup.ts'

const dataset = await loadDataset({ name: 'tiny' })

test.each([
  [{}, 'sgd, learning rate 0.1, batches of 10, seed 0'],
  [{ scale: false, flip: true }, 'sgd, learning rate 0.1, batches of 10, images not scaled, flips, seed 0'],
  [{ identityStart: true }, 'sgd, learning rate 0.1, batches of 10, identity start, seed 0'],
  [{ reg: 0.1, workers: 2 }, 'sgd, learning rate 0.1, batches of 10, reg 0.1, seed 0, 2 workers'],
])('of the settings it says what is in use: %j', (given: Partial<RunSettings>, expected) => {
  const log = vi.spyOn(console, 'log').mockReturnValue()
  const settings: RunSettings = {
    ...defaultSettings,
    work: 'solutions',
    data: 'tiny',
    preprocessing: 'built-in',
    epochs: 1,
    batchSize: 10,
    updateRule: 'sgd',
    learningRate: 0.1,
    ...given,
  }
  announce({ name: 'two-layer', settings, dataset, hint: false, train: 1000 })
  expect(log.mock.calls.at(-1)).toEqual([expected])
})
