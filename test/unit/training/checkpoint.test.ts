import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { restoreState, stateOf, type Solver, type UpdateRule } from '#kit/solver/index.ts'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../../kit/training/run/checkpoint.ts'
import { unpack } from '../../../kit/training/run/pack.ts'
import { eventfulRun } from './support.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { UserError } from '#kit/system/user-error.ts'

const checkpointOf = (solver: Solver): Checkpoint => ({
  recipe: 'mine',
  options: { epochs: 3 },
  kitVersion: '1.2.3',
  seconds: 4.5,
  state: stateOf(solver),
})

/** Returns the complete outcome of a run. */
const outcomeOf = ({ history, model, bestParams, bestRunningAverages, optimizerStates }: Solver) => ({
  history,
  params: model.params,
  averages: model.batchnormParams,
  bestParams,
  bestRunningAverages,
  optimizerStates,
})

/** Continues until this many steps have been taken. */
function runTo(solver: Solver, steps: number): void {
  for (const event of solver.run()) if (event.type === 'step' && solver.step === steps) return
}

const whole = eventfulRun()
runTo(whole, Infinity)

describe('a run that is continued from a checkpoint', () => {
  test.each([1, 4, 6, 11, 12])('after step %i of 12 comes to the same, to the bit', async (steps) => {
    const path = join(temporaryFolder(), 'checkpoint')
    const first = eventfulRun()
    runTo(first, steps)
    await writeCheckpoint(path, checkpointOf(first))
    // The saved run may continue without any effect.
    runTo(first, Infinity)
    const second = eventfulRun()
    const { state, ...rest } = await readCheckpoint(path)
    expect(rest).toEqual({ recipe: 'mine', options: { epochs: 3 }, kitVersion: '1.2.3', seconds: 4.5 })
    restoreState(second, state)
    expect(second.step).toBe(steps)
    runTo(second, Infinity)
    expect(outcomeOf(second)).toEqual(outcomeOf(whole))
  })

  test.each(['masksPosition', 'runningAverages', 'optimizerStates', 'step'] as const)(
    'needs %s for that',
    async (name) => {
      const path = join(temporaryFolder(), 'checkpoint')
      const first = eventfulRun()
      runTo(first, 6)
      await writeCheckpoint(path, checkpointOf(first))
      const second = eventfulRun()
      restoreState(second, { ...(await readCheckpoint(path)).state, [name]: stateOf(eventfulRun())[name] })
      runTo(second, Infinity)
      expect(outcomeOf(second)).not.toEqual(outcomeOf(whole))
    },
  )

  test.each(['toString', 'constructor', '__proto__'])('a parameter called %s is one of its own', (name) => {
    const state = stateOf(whole)
    const params = Object.fromEntries([...Object.entries(state.params), [name, state.params.W1]])
    expect(() => restoreState(eventfulRun(), { ...state, params })).toThrow(
      new UserError(
        'other-network',
        'The saved parameters do not match this network: ' +
          `${name} was a tensor of shape (3072, 6) in float32, but now it is missing.`,
      ),
    )
    expect(() => unpack({ json: { $tensor: name }, tensors: {} })).toThrow(`There is no tensor ${name}.`)
  })

  test('must be of the same network, and otherwise nothing is changed', () => {
    const other = eventfulRun({ hiddenDim: 7 })
    const before = structuredClone(other.model.params)
    expect(() => restoreState(other, stateOf(whole))).toThrow(
      new UserError(
        'other-network',
        'The saved parameters do not match this network: ' +
          'W1 was a tensor of shape (3072, 6) in float32, but now it is a tensor of shape (3072, 7) in float32.',
      ),
    )
    expect(structuredClone(other.model.params)).toEqual(before)
    expect(other.step).toBe(0)
  })
})

describe('writing a checkpoint', () => {
  test('leaves nothing else behind, and takes the place of the one before', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'checkpoint')
    await writeCheckpoint(path, checkpointOf(whole))
    await writeCheckpoint(path, { ...checkpointOf(whole), seconds: 9 })
    expect(readdirSync(folder)).toEqual(['checkpoint'])
    expect((await readCheckpoint(path)).seconds).toBe(9)
  })

  test('that fails leaves the one before as it was', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'checkpoint')
    await writeCheckpoint(path, checkpointOf(whole))
    // This folder is in the place of the unfinished file.
    mkdirSync(`${path}.unfinished`)
    await expect(writeCheckpoint(path, { ...checkpointOf(whole), seconds: 9 })).rejects.toThrow('EISDIR')
    expect((await readCheckpoint(path)).seconds).toBe(4.5)
  })

  test('says what of an update rule cannot be saved', async () => {
    const remembering: UpdateRule = (w) => ({ w, config: { seen: new Map() } })
    const solver = eventfulRun({ updateRules: { remembering }, updateRule: 'remembering' })
    runTo(solver, 1)
    const path = join(temporaryFolder(), 'checkpoint')
    await expect(writeCheckpoint(path, checkpointOf(solver))).rejects.toThrow(
      new UserError(
        'checkpoint',
        'optimizerStates.W1.seen cannot be saved: it must be a tensor, a number, a string, or an array or plain object of these',
      ),
    )
    expect(readdirSync(join(path, '..'))).toEqual([])
  })
})

describe('reading a checkpoint that is damaged', () => {
  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1), 'it is incomplete'],
    ['empty', () => Buffer.alloc(0), 'it is incomplete'],
    ['of another kind', () => Buffer.from('{"a": "JSON file"}'), 'it is not in the safetensors format'],
    [
      'of another version',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('scratch 1', 'scratch 0'), 'latin1'),
      'it is not a checkpoint of this version of the kit',
    ],
    [
      'changed in its texts',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('$tensor', '$tenser'), 'latin1'),
      'it is damaged',
    ],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.from(bytes.with(bytes.length - 9, bytes.at(-9)! ^ 1)),
      'it is damaged',
    ],
  ])('%s', async (_, damage, reason) => {
    const path = join(temporaryFolder(), 'checkpoint')
    await writeCheckpoint(path, checkpointOf(whole))
    writeFileSync(path, damage(readFileSync(path)))
    await expect(readCheckpoint(path)).rejects.toThrow(
      new UserError(
        'checkpoint',
        `The run cannot be resumed from ${path}: ${reason}. Start a new run without --resume. The kit then moves this one aside.`,
      ),
    )
  })
})
