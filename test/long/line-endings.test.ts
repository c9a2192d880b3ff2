import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kit, Learner } from '../commands/kit/learner.ts'
import { temporaryFolder } from '../support/folders.ts'

const learner = new Learner()
afterAll(() => learner.remove())

const LAYERS = '1-fully-connected/layers.ts'

/** Converts line endings as git can do on Windows. */
const withCarriageReturns = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n')

const TEXT = /\.(?:css|js|json|md|pack|ts)$/
for (const file of readdirSync(learner.folder, { recursive: true, encoding: 'utf8' })) {
  if (TEXT.test(file) && !/^(?:node_modules|\.git)\b/.test(file))
    learner.write(file, withCarriageReturns(learner.read(file)))
}

describe('in a folder whose lines end as on Windows', () => {
  test('an untouched file is as it was at first', () => {
    expect(learner.kit('reset', 'layers', '--yes').output).toContain('There is nothing to reset')
  })

  test('a TODO is found, graded, and compared with the solution', () => {
    const line = learner
      .read(`assignments/${LAYERS}`)
      .split('\r\n')
      .findIndex((text) => text.includes('// TODO 1.1:'))
    expect(learner.json('next')).toMatchObject({ next: { id: '1.1', line: line + 1 } })
    learner.solve(LAYERS, '1.3', 'return { out: map(x, (value) => Math.max(0, value)), cache: { x } }')
    expect(learner.kit('check', '1.3')).toMatchObject({ status: 0 })
    const { output } = learner.kit('solution', '1.3')
    expect(output).toContain('// TODO 1.3:')
    expect(output).not.toContain('\r')
  })

  test('what was checked is not checked again because its lines end in another way', () => {
    const path = `assignments/${LAYERS}`
    learner.write(path, learner.read(path).replaceAll('\r\n', '\n'))
    expect(learner.json('status')).toMatchObject({ changedSince: [] })
  })

  test('a folder for another learner is made without what is for the authors', () => {
    const other = temporaryFolder()
    // The file as it is in the folder of the authors.
    writeFileSync(
      join(learner.folder, 'docs/guide.md'),
      withCarriageReturns(
        '---\nchildren:\n  - ./runs.md\n  - ./grading.md\n---\n\n<!-- kit -->\n\nFor authors.\n\n<!-- /kit -->\n\n' +
          '<!-- learner\nFor learners.\n-->\n',
      ),
    )
    expect(kit(learner.folder, ['init', other])).toMatchObject({ status: 0 })
    expect(readFileSync(join(other, 'docs/guide.md'), 'utf8')).toBe(
      '---\nchildren:\n  - ./runs.md\n---\n\nFor learners.\n',
    )
  })
})
