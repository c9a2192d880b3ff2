import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { brokenLinks, pagesIn, root } from './pages.ts'
import { temporaryFolder } from '../support/folders.ts'

describe('every link and picture of', () => {
  test.for(pagesIn(root))('%s leads somewhere', (page) => {
    expect(brokenLinks(root, page)).toEqual([])
  })

  test("a learner's own folder leads somewhere", () => {
    const folder = temporaryFolder()
    copyForLearner(folder)
    const pages = pagesIn(folder)
    expect(pages).toContain('docs/first-hour.md')
    expect(pages.flatMap((page) => brokenLinks(folder, page).map((link) => `${page}: ${link}`))).toEqual([])
  })
})

test('a line of a handout that a page names is where a section begins', () => {
  const named = pagesIn(root).flatMap((page) =>
    Array.from(
      readFileSync(join(root, page), 'utf8').matchAll(/(assignments\/[\w-]+\/README\.md):(\d+)/g),
      ([place, file, line]) => ({ page, place, file, line: Number(line) }),
    ),
  )
  expect(named.length).toBeGreaterThan(1)
  const lineOf = (file: string, line: number) => readFileSync(join(root, file), 'utf8').split('\n')[line - 1]
  expect(named.filter(({ file, line }) => !lineOf(file, line)?.startsWith('## '))).toEqual([])
})
