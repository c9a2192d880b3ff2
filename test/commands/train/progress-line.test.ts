import { expect, test } from 'vitest'
import { progressLine } from '#kit/commands/train/messages/progress-line.ts'

const progress = {
  name: 'epoch  3/20',
  count: '245/490',
  details: [
    ['loss 1.234', 3],
    ['accuracy 41.7 %', 2],
    ['1234 images/s', 1],
    ['12 min 20 s left', 4],
  ],
} as const
const line = (columns: number) => progressLine(progress, columns, (width) => '='.repeat(width))

test('a wide terminal shows everything', () => {
  expect(line(120)).toBe(
    'epoch  3/20 ==================== 245/490   loss 1.234   accuracy 41.7 %   1234 images/s   12 min 20 s left',
  )
})

test('a narrow one a shorter bar, and what matters most', () => {
  expect(line(80)).toBe('epoch  3/20 ========== 245/490   loss 1.234   accuracy 41.7 %   12 min 20 s left')
  expect(line(60)).toBe('epoch  3/20 ======== 245/490   loss 1.234   12 min 20 s left')
  expect(line(30)).toBe('epoch  3/20 ========== 245/490')
})

test('nothing is ever longer than the terminal is wide', () => {
  for (let columns = 1; columns < 130; columns++) expect(line(columns).length).toBeLessThanOrEqual(columns)
})
