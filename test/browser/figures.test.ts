import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openPage } from './page.ts'

const folder = join(import.meta.dirname, '../../docs/figures')
const pictures = readdirSync(folder).filter((name) => name.endsWith('.svg'))

test('no text of a figure covers another one, or is cut off at its edge', async () => {
  const page = await openPage('about:blank')
  for (const name of pictures) {
    await page.goto(pathToFileURL(join(folder, name)).href)
    const problems = await page.locator('text').evaluateAll((texts) => {
      const { width, height } = texts[0].closest('svg')!.getBoundingClientRect()
      const boxes = texts.map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
      const cut = boxes.filter(
        ({ box }) => box.left < 0 || box.top < 0 || box.right > width || box.bottom > height,
      )
      // The box of a text is higher than its letters: it has room for accents and descenders.
      const covered = boxes.filter(({ box: a }, i) =>
        boxes
          .slice(i + 1)
          .some(
            ({ box: b }) =>
              a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3,
          ),
      )
      return [...cut, ...covered].map(({ text }) => text)
    })
    expect(problems, name).toEqual([])
  }
})

test.each(['light', 'dark'] as const)(
  'a figure has a %s ground where %s pages are preferred',
  async (scheme) => {
    const page = await openPage('about:blank')
    await page.emulateMedia({ colorScheme: scheme })
    await page.goto(pathToFileURL(join(folder, 'affine-graph.svg')).href)
    const ground = await page
      .locator('svg > rect')
      .first()
      .evaluate((rect) => rect.ownerDocument.defaultView!.getComputedStyle(rect).fill)
    expect(ground).toBe(scheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)')
  },
)
