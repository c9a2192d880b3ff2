import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { leaderboard } from '#kit/training/run/leaderboard.ts'
import { temporaryFolder } from '../../support/folders.ts'

const folder = temporaryFolder(afterAll)

function run(name: string, data: string, lines: object[], changed: object = {}): void {
  mkdirSync(join(folder, name))
  const config = { recipe: 'my-net', options: { work: 'assignments', data, epochs: 2, ...changed } }
  writeFileSync(join(folder, name, 'config.json'), JSON.stringify(config))
  writeFileSync(
    join(folder, name, 'metrics.jsonl'),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  )
}

const epoch = (number: number, validationAccuracy: number) => ({
  type: 'epoch',
  epoch: number,
  validationAccuracy,
})
const tested = (testAccuracy: number) => ({ type: 'test', testAccuracy })

test('tested runs, the best first, and those on the small set behind', () => {
  run('fine', 'cifar10', [epoch(0, 0.1), epoch(1, 0.62), epoch(2, 0.6), tested(0.61)])
  run('better', 'cifar10', [epoch(0, 0.1), epoch(1, 0.72), tested(0.5), tested(0.7)])
  run('small', 'tiny', [epoch(0, 0.1), tested(0.9)])
  run('under-way', 'cifar10', [epoch(0, 0.1)])
  mkdirSync(join(folder, 'empty'))
  writeFileSync(join(folder, 'a-file'), '')
  run('no-code', 'cifar10', [epoch(0, 0.1), tested(0.8)], { work: undefined })
  run('no-numbers', 'cifar10', [{ type: 'epoch' }, tested(0.8)])
  expect(leaderboard(folder).map((entry) => entry.run)).toEqual(['better', 'fine', 'small'])
  expect(leaderboard(folder)[1]).toEqual({
    run: 'fine',
    recipe: 'my-net',
    work: 'assignments',
    data: 'cifar10',
    epochs: 2,
    ofEpochs: 2,
    validationAccuracy: 0.62,
    testAccuracy: 0.61,
    secondsTo: {},
  })
})

test('the time until the validation images were as good as that, at the end of an epoch', () => {
  const after = (seconds: number, number: number, accuracy: number) => ({
    ...epoch(number, accuracy),
    seconds,
  })
  run('fast', 'cifar10', [after(1, 0, 0.1), after(60, 1, 0.905), after(121, 2, 0.9199), tested(0.99)])
  run('faster', 'cifar10', [after(1, 0, 0.1), after(61, 1, 0.95), after(121, 2, 0.89), tested(0.98)])
  run('before', 'cifar10', [epoch(0, 0.1), epoch(1, 0.95), tested(0.97)])
  const entries = leaderboard(folder).slice(0, 3)
  expect(entries.map(({ run: name, secondsTo }) => [name, secondsTo])).toEqual([
    ['fast', { 90: 60 }],
    ['faster', { 90: 61, 92: 61, 94: 61 }],
    ['before', {}],
  ])
})

test('a run that was stopped, before anything was measured or in the middle of an epoch', () => {
  const stopped = { type: 'test', testAccuracy: 0.1, validationAccuracy: 0.12 }
  run('at-once', 'tiny', [{ ...stopped, epochs: 0.04 }])
  run('later', 'tiny', [epoch(0, 0.1), epoch(1, 0.11), { ...stopped, epochs: 1.99 }])
  const entries = leaderboard(folder).filter((entry) => ['at-once', 'later'].includes(entry.run))
  expect(entries).toMatchObject([
    { epochs: 0, ofEpochs: 2, validationAccuracy: 0.12 },
    { epochs: 1.9, ofEpochs: 2, validationAccuracy: 0.12 },
  ])
})

test('a file in the place of a folder is said in a sentence', () => {
  const file = join(folder, 'a-file')
  expect(() => leaderboard(file)).toThrow(`The runs in ${file} cannot be read: a file is in the way.`)
})

test('a folder that is not there has no runs', () => {
  expect(leaderboard(join(folder, 'nowhere'))).toEqual([])
})
