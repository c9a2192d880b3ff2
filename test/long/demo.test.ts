import { afterAll, expect, test } from 'vitest'
import { Learner } from '../commands/kit/learner.ts'

const learner = new Learner()
afterAll(() => learner.remove())

test('the demonstration trains in a fresh folder, and shows right and wrong answers', () => {
  const { status, output } = learner.kit('demo')
  expect(status).toBe(0)
  const [, accuracy] = /is right for ([\d.]+) % of them/.exec(output)!
  expect(Number(accuracy)).toBeGreaterThan(35)
  expect(output).toMatch(/Some right answers:\n\n(?: {2}\w+, \d+ % sure\n)+/)
  expect(output).toMatch(/Some wrong answers:\n\n(?: {2}\w+, \d+ % sure, truth: \w+\n)+/)
  expect(output).toContain('runs/demo/report.html')
  expect(learner.read('runs/demo/report.html')).toContain('<h2>Most confident right answers</h2>')
})
