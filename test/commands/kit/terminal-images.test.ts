import { expect, test } from 'vitest'
import { imageLines, imagesIn } from '#kit/commands/kit/demo/terminal-images.ts'

/** An image of 48 x 48 whose left half is red, and whose right half is blue. */
const image = {
  width: 48,
  height: 48,
  data: Uint8Array.from({ length: 48 * 48 * 3 }, (_, i) => {
    const isLeft = Math.floor(i / 3) % 48 < 24
    return i % 3 === (isLeft ? 0 : 2) ? 250 : 0
  }),
}
const captioned = { image, caption: ['bird, 90 % sure', 'truth: cat'] }

test.for([
  [true, '38;2;250;0;0', '38;2;0;0;250'],
  [false, '38;5;196', '38;5;21'],
] as const)('an image has its colours, exact: %s', ([exact, red, blue]) => {
  const [first] = imageLines([captioned], exact)
  expect(first.split(red).length - 1).toBe(12)
  expect(first.split(blue).length - 1).toBe(12)
  expect(first.indexOf(red)).toBeLessThan(first.indexOf(blue))
})

test('captions stand below their images, which stand side by side', () => {
  const lines = imageLines([captioned, { image, caption: ['dog, 80 % sure'] }], true)
  expect(lines).toHaveLength(12 + 2)
  expect(lines.at(-2)).toBe(`  ${'bird, 90 % sure'.padEnd(24)}  dog, 80 % sure`)
  expect(lines.at(-1)).toBe('  truth: cat')
})

test.for([
  [20, 1],
  [80, 3],
  [120, 4],
] as const)('in %i columns there is room for %i', ([columns, count]) => {
  expect(imagesIn(columns)).toBe(count)
})
