import { expect, test } from 'vitest'
import { anchorOf } from '#kit/course/anchors.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readText, sectionsOf } from './handouts/handout.ts'

const entries = [...sectionsOf(readText('docs/glossary.md'))].map(([term, text]) => ({ term, text }))
const linked = ['0-start', ...manifest.map(({ folder }) => folder)].flatMap((folder) =>
  Array.from(
    readText(`assignments/${folder}/README.md`).matchAll(/\]\(\.\.\/\.\.\/docs\/glossary\.md#([\w-]+)\)/g),
    ([, anchor]) => anchor,
  ),
)

test('the glossary is in the order of the alphabet', () => {
  const terms = entries.map(({ term }) => term)
  expect(terms).toEqual(terms.toSorted((a, b) => a.localeCompare(b, 'en')))
  expect(terms.length).toBeGreaterThan(50)
})

test.for(entries)('$term is linked from a handout', ({ term }) => {
  expect(linked).toContain(anchorOf(term))
})

test.for(entries)('$term says what it means, and where that is explained', ({ text }) => {
  const [meaning, explained, ...more] = text.trim().split('\n\n')
  expect(meaning).toMatch(/^[A-Z][^]{40,}\.$/)
  expect(explained).toMatch(/^Explained in \[[^\]]+\]\([\w./-]+\.md#[\w-]+\)\.$/)
  expect(more).toEqual([])
})

test('a handout links to an entry once', () => {
  const twice = linked.filter((anchor, i) => linked.indexOf(anchor) !== i)
  expect(twice).toEqual([])
})
