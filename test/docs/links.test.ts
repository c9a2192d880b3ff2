import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { brokenLinks, pagesIn, root } from './pages.ts'

describe('every link and picture of', () => {
  test.for(pagesIn(root))('%s leads somewhere', (page) => {
    expect(brokenLinks(root, page)).toEqual([])
  })

  test("a learner's own folder leads somewhere", () => {
    const folder = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    copyForLearner(folder)
    const pages = pagesIn(folder)
    expect(pages).toContain('docs/first-hour.md')
    expect(pages.flatMap((page) => brokenLinks(folder, page).map((link) => `${page}: ${link}`))).toEqual([])
  })
})
