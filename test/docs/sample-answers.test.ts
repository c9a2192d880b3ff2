import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { questionsOf } from '#kit/course/answers/questions.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readText } from './handouts/handout.ts'
import { root } from './pages.ts'
import { temporaryFolder } from '../support/folders.ts'

const FOR_TEACHERS = ['docs/teaching.md', 'docs/sample-answers.md', 'docs/platforms.md']

/** A sample: its label, the answer as a quotation, and why it earns what it earns. */
const SAMPLE = /^\*\*(Full marks|Half|None)\*\*\n\n((?:>.*\n)+)\nWhy: ([^]+?)$(?=\n\n|\n*$(?![^]))/gm

const questions = manifest.flatMap((part) => questionsOf(part, root).map(({ id }) => id))
const [, ...sections] = readText('docs/sample-answers.md').split(/^### Question (\d+\.\d+): .+\n/m)
const samples = new Map(
  sections.flatMap((id, i) => (i % 2 === 0 ? [[id, samplesIn(sections[i + 1])] as const] : [])),
)

test('the samples follow the questions of the handouts', () => {
  expect([...samples.keys()]).toEqual(questions)
  expect(sections).toHaveLength(2 * questions.length)
})

test.for([...samples])('question %s has an answer for full marks, for half and for none', ([, of]) => {
  expect(of.map(({ marks }) => marks)).toEqual(['Full marks', 'Half', 'None'])
  for (const { answer, why } of of) {
    expect(answer).toMatch(/^.{15,}[.%]$/)
    expect(why).toMatch(/^.{25,}\.$/)
  }
})

test('no two samples are the same', () => {
  const answers = [...samples.values()].flatMap((of) => of.map(({ answer }) => answer))
  expect(new Set(answers).size).toBe(3 * questions.length)
})

test("neither page for teachers gets into a learner's folder, and no page there names one", () => {
  const folder = temporaryFolder()
  copyForLearner(folder)
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  )
  const texts = pages.map((page) => ({ page, text: readFileSync(join(folder, page), 'utf8') }))
  expect(pages.length).toBeGreaterThan(10)
  for (const page of FOR_TEACHERS) {
    expect(existsSync(join(root, page)), page).toBe(true)
    expect(existsSync(join(folder, page)), page).toBe(false)
    const name = page.replace('docs/', '')
    expect(texts.filter(({ text }) => text.includes(name)).map((each) => each.page)).toEqual([])
  }
})

function samplesIn(section: string) {
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
  return Array.from(section.matchAll(SAMPLE), ([, marks, quoted, why]) => ({
    marks,
    answer: oneLine(quoted.replaceAll(/^> ?/gm, '')),
    why: oneLine(why),
  }))
}
