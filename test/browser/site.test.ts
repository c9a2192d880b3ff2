import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { convForward, maxPoolBackward, maxPoolForward, updateRules } from '#kit/layers/index.ts'
import { tensor, type Tensor } from '#kit/tensor/index.ts'
import { barriersOf } from './axe.ts'
import { openPage, PATIENCE } from './page.ts'
import { temporaryFolder } from '../support/folders.ts'
import { root } from '#kit/system/root.ts'

/** Pages with wide content: formulas, tables, terminal output, and long names in titles and lists. */
const PAGES = [
  'index.html',
  'Guide/A_learner_s_walk.html',
  'Handouts/Part_4__Convolution.html',
  'kit/layers.html',
  'kit/layers/convBatchnormReluForward.html',
]

const site = temporaryFolder(afterAll)
beforeAll(() => {
  const typedoc = join(root, 'node_modules/typedoc/bin/typedoc')
  const options = join(root, 'docs/typedoc/typedoc.config.js')
  execFileSync(process.execPath, [typedoc, '--options', options, '--out', site, '--logLevel', 'Error'])
})

describe('the pages of the site', () => {
  test.each([400, 1400])('do not scroll sideways at %d pixels', async (width) => {
    const page = await openPage('about:blank', { width })
    for (const path of PAGES) {
      await page.goto(pathToFileURL(join(site, path)).href, { waitUntil: 'domcontentloaded' })
      const sideways = await page
        .locator('html, pre:has(> code.text)')
        .evaluateAll((boxes) =>
          boxes
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ tagName, textContent }) => (tagName === 'PRE' ? textContent : 'the page')),
        )
      expect(sideways, path).toEqual([])
    }
  })

  test('have room for the 80 columns of a terminal at 1280 pixels', async () => {
    const page = await openPage(pathToFileURL(join(site, 'Guide/Runs.html')).href, { width: 1280 })
    const output = page.locator('pre > code.text').first()
    const lines = await output.evaluate((code) => {
      const ruler = code.ownerDocument.createElement('span')
      ruler.textContent = '0'.repeat(80)
      code.replaceChildren(ruler)
      return ruler.getClientRects().length
    })
    expect(lines).toBe(1)
  })

  test('can be read and used by everyone', async () => {
    const page = await openPage('about:blank')
    for (const path of PAGES.filter((each) => !each.includes('walk'))) {
      await page.goto(pathToFileURL(join(site, path)).href)
      // TypeDoc puts links into headings that open and close.
      expect.soft(await barriersOf(page, ['nested-interactive']), path).toEqual([])
    }
  })

  test.each(['padding', 'momentum', 'overfitting', 'stride', 'logits'])(
    'explain "%s" before the API, in the search',
    async (word) => {
      const page = await openPage(pathToFileURL(join(site, 'index.html')).href)
      await page.locator('#tsd-search-trigger').click()
      await page.locator('#tsd-search-input').fill(word)
      const results = page.locator('#tsd-search-results li[role="option"]')
      await results.first().waitFor(PATIENCE)
      const links = results.locator('a')
      const first = (await links.first().getAttribute('href'))!
      expect(first).toMatch(new RegExp(`(?:Handouts|Guide)/.*${word}$`))
      await links.first().click()
      expect(await page.locator(`[id="${first.split('#')[1]}"]`).innerText()).toMatch(new RegExp(word, 'i'))
    },
  )

  test('lead from the page of a TODO to its section of the handout', async () => {
    const page = await openPage('about:blank')
    await page.goto(pathToFileURL(join(site, 'todo/4.2.html')).href)
    await page.waitForURL(/\/Handouts\/Part_4__Convolution\.html#42-convbackward$/)
    // The browser may still be scrolling.
    await vi.waitFor(async () => {
      const heading = await page.locator('h2', { hasText: /^4\.2 convBackward/ }).boundingBox()
      expect(heading!.y).toBeGreaterThan(0)
      expect(heading!.y).toBeLessThan(200)
    }, PATIENCE)
  })
})

describe('the figures of the site that can be played with', () => {
  const convolution = ['Handouts/Part_4__Convolution.html', 'convolution-steps'] as const
  const pooling = ['Handouts/Part_4__Convolution.html', 'pool-winners'] as const
  const valley = ['Handouts/Part_1__Fully_connected_networks.html', 'valley-paths'] as const

  async function open(
    [path, name]: readonly [string, string],
    reducedMotion: 'reduce' | 'no-preference' = 'reduce',
  ) {
    const page = await openPage('about:blank')
    await page.emulateMedia({ reducedMotion })
    await page.goto(pathToFileURL(join(site, path)).href)
    return page.locator(`[data-figure="${name}"]`)
  }
  /** Moves a slider with the keyboard from its lowest value. */
  async function move(figure: Locator, label: string, steps: number): Promise<void> {
    await figure.getByLabel(label, { exact: true }).press('Home')
    for (let i = 0; i < steps; i++) await figure.getByLabel(label, { exact: true }).press('ArrowRight')
  }
  /** The numbers that a figure shows under a name, (1, 1, rows, columns). They are a square in all of them. */
  async function numbers(figure: Locator, name: string): Promise<Tensor> {
    const texts = await figure.locator(`[data-grid="${name}"] text`).allTextContents()
    const side = Math.sqrt(texts.length)
    return tensor(texts.map((text) => Number(text.replace('−', '-')))).reshape([1, 1, side, side])
  }

  test.each([
    { size: 3, stride: 1, pad: 0 },
    { size: 2, stride: 1, pad: 2 },
    { size: 3, stride: 2, pad: 1 },
    { size: 1, stride: 1, pad: 1 },
  ])(
    'convolve with $size, stride $stride and padding $pad as the kit does',
    async ({ size, stride, pad }) => {
      const figure = await open(convolution)
      await move(figure, 'Filter size', size - 1)
      await move(figure, 'Stride', stride - 1)
      await move(figure, 'Padding', pad)
      await figure.getByLabel('Step', { exact: true }).press('End')
      const [x, w] = [await numbers(figure, 'x'), await numbers(figure, 'w')]
      expect(x.shape).toEqual([1, 1, 5 + 2 * pad, 5 + 2 * pad])
      expect(w.shape).toEqual([1, 1, size, size])
      // The border is part of the image here.
      const { out } = convForward(x, w, tensor([0]), { stride, pad: 0 })
      expect((await numbers(figure, 'out')).toNested()).toEqual(out.toNested())
      expect(await figure.locator('.result').textContent()).toContain(
        `(5 + 2 · ${pad} − ${size}) / ${stride} + 1 = ${out.shape[2]} positions`,
      )
    },
  )

  test('say when a filter does not fit', async () => {
    const figure = await open(convolution)
    await move(figure, 'Filter size', 1)
    await move(figure, 'Stride', 1)
    await move(figure, 'Padding', 0)
    expect(await figure.locator('.result').textContent()).toContain('= 2.5 is not a whole number')
    expect(await figure.locator('[data-grid="out"]').count()).toBe(0)
  })

  test.each([
    { size: 2, stride: 1 },
    { size: 3, stride: 2 },
    { size: 1, stride: 2 },
  ])('pool with $size and stride $stride as the kit does', async ({ size, stride }) => {
    const figure = await open(pooling)
    await move(figure, 'Window size', size - 1)
    await move(figure, 'Stride', stride - 1)
    const options = { poolHeight: size, poolWidth: size, stride }
    const { out, cache } = maxPoolForward(await numbers(figure, 'x'), options)
    expect((await numbers(figure, 'out')).toNested()).toEqual(out.toNested())
    const { dx } = maxPoolBackward(await numbers(figure, 'dout'), cache)
    expect((await numbers(figure, 'dx')).toNested()).toEqual(dx.toNested())
  })

  const { sgd, sgdMomentum, rmsprop, adam } = updateRules
  test.each(Object.entries({ sgd, sgdMomentum, rmsprop, adam }))(
    'update with %s as the kit does',
    async (name, rule) => {
      const figure = await open(valley)
      await figure.getByLabel('Update rule').selectOption(name)
      await move(figure, 'Learning rate', 24)
      await move(figure, 'Momentum (only sgdMomentum)', 80)
      await move(figure, 'Steps', 11)
      const shown = await figure.locator('output').allTextContents()
      expect(shown).toEqual(['0.016', '0.8', '12'])
      let [w, config]: [Tensor, object] = [tensor([-4, 0.5]), { learningRate: 0.016, momentum: 0.8 }]
      for (let step = 0; step < 12; step++) {
        const next = rule(w, tensor([w.data[0], 60 * w.data[1]]), config)
        ;[w, config] = [next.w, next.config]
      }
      const text = (await figure.locator('.result').textContent())!
      const [first, second] = Array.from(text.matchAll(/[(−\d.e]+(?=[,)])/g), ([number]) =>
        Number(number.replace('(', '').replaceAll('−', '-')),
      )
      expect(first).toBe(Number(w.data[0].toPrecision(4)))
      expect(second).toBe(Number(w.data[1].toPrecision(4)))
    },
  )

  test('play by themselves when asked to, and stop at the end', async () => {
    const figure = await open(pooling, 'no-preference')
    await move(figure, 'Window size', 2)
    await move(figure, 'Stride', 1)
    await figure.getByRole('button', { name: 'Play' }).click()
    const window = figure.getByLabel('Window', { exact: true })
    await vi.waitFor(async () => expect(await window.inputValue()).toBe('4'), PATIENCE)
    expect(await figure.getByRole('button').textContent()).toBe('Play')
    expect(await figure.locator('.result').textContent()).toContain('Window 4:')
  })
  test('do not offer to play where little motion is preferred', async () => {
    const figure = await open(pooling)
    expect(await figure.getByRole('button').count()).toBe(0)
  })
})
