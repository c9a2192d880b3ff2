import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Learner } from './learner.ts'

const learner = new Learner()
afterAll(() => learner.remove())
beforeEach(() => learner.forget())

const wrong = {
  state: 'wrong',
  failure: {
    check: 'agrees with PyTorch',
    explanation: 'Wrong answer: db is exactly 0.5 times the right answer.',
  },
} as const
const done = { state: 'done', doneOn: '2026-05-04T10:00:00.000Z' } as const

describe('kit skip', () => {
  const next = () => (learner.json('next') as { next: { id: string } }).next.id

  test('leaves a TODO for later, until that is undone', () => {
    learner.record({ '1.1': done, '1.2': wrong, '1.3': { state: 'not started' } }, { at: '1.2' })
    expect(learner.kit('skip').output).toBe(
      'TODO 1.2, affineBackward, is skipped for now. Next is TODO 1.3, reluForward. To undo this: npx kit skip --undo 1.2\n',
    )
    expect(next()).toBe('1.3')
    expect(learner.kit('status').output).toMatch(/✗ 1\.2 +affineBackward +skipped: db is/)
    expect(learner.kit('skip', 'affineForward').output).toContain('is done. There is nothing to skip.')
    expect(learner.kit('skip', '--undo', '1.2').output).toBe('TODO 1.2 is no longer skipped.\n')
    expect(next()).toBe('1.2')
    expect(learner.kit('skip', '--undo').output).toBe('No TODO was skipped.\n')
  })

  test('takes several TODOs, a file or a part', () => {
    learner.record({ '1.1': done, '1.2': wrong }, { at: '1.2' })
    expect(learner.kit('skip', 'layers', '1.5', 'svmLoss', 'optimizers').output).toBe(
      'TODO 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 1.10 are skipped for now. Next is TODO 1.11, TwoLayerNet: parameters. ' +
        'To undo this: npx kit skip --undo layers 1.5 svmLoss optimizers\n',
    )
    expect(learner.kit('skip', '--undo', 'layers', '1.7').output).toBe(
      'TODO 1.2, 1.3, 1.4, 1.7 are no longer skipped.\n',
    )
    expect(learner.kit('skip', 'part', '1', '2', '3-dropout').output).toMatch(
      /Next is TODO 4\.1, .* npx kit skip --undo part 1 2 3-dropout\n$/,
    )
    expect(learner.kit('skip', '--undo', 'layers').output).toBe('TODO 1.2, 1.3, 1.4 are no longer skipped.\n')
    expect(next()).toBe('1.2')
    learner.kit('skip', '--undo')
    expect(learner.json('status')).toMatchObject({ skipped: [] })
  })

  test('skips nothing if there is one name too many', () => {
    expect(learner.kit('skip', '1.2', 'optimzers')).toMatchObject({
      status: 1,
      output: 'There is no TODO, file or part called optimzers. Did you mean optimizers?\n',
    })
    expect(learner.kit('skip', '1.2', 'part').output).toContain('There is no TODO, file or part called part')
    expect(learner.kit('skip', 'al').output).not.toContain('Did you mean all')
    expect(learner.json('status')).toMatchObject({ skipped: [] })
  })
})
