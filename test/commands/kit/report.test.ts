import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Learner } from './learner.ts'

const learner = new Learner()
afterAll(() => learner.remove())

const LAYERS = '1-fully-connected/layers.ts'

test('kit report has all that somebody needs to help, and none of the code', () => {
  mkdirSync(join(learner.folder, '.kit'))
  const code =
    'const ownRows = x.reshape([x.shape[0], -1]); return { out: matmul(ownRows, w), cache: { x, w } }'
  learner.solve(LAYERS, '1.1', code)
  const { status, output } = learner.kit('report', '1.1')
  expect(status).toBe(0)
  expect(output).toMatch(/^cnn-from-scratch 0\.1\.0, Node 24\.\S+, \w+ \w+, \S+, matrix products by \S/)
  expect(output).toMatch(
    /^TODO 1\.1, affineForward \(assignments\/1-fully-connected\/layers\.ts:\d+\): wrong$/m,
  )
  expect(output).toMatch(/^Fails: 1\.1 affineForward > /m)
  expect(output).toContain('The smallest case that fails:')
  expect(output).toMatch(/REPLAY=\S+ npx vitest run/)
  expect(output).not.toContain('ownRows')
  expect(output).not.toContain(learner.folder)

  const stub = learner.read(`assignments/${LAYERS}`)
  learner.write(`assignments/${LAYERS}`, stub.replace(code, 'return = secret'))
  const broken = learner.json('report', '1.1')
  expect(broken).toMatchObject({
    versions: { kit: '0.1.0' },
    todo: { id: '1.1', state: 'wrong' },
    failing: expect.arrayContaining([
      expect.objectContaining({
        kind: 'Broken file',
        cause: 'file/does-not-parse',
        message: expect.stringContaining('does not parse'),
      }),
    ]),
  })
  expect(JSON.stringify(broken)).not.toContain('secret')
})
