import { describe, expect, test } from 'vitest'
import { answersIn } from '#kit/course/answers/index.ts'
import { questionsIn, questionsOf } from '#kit/course/answers/questions.ts'
import { readAnswers } from '#kit/course/answers/read.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readText } from './handouts/handout.ts'
import { root } from './pages.ts'

const answers = answersIn(root)
const questions = manifest.flatMap((part) => questionsOf(part, root))

describe.for(manifest)('the questions of Part $number', (part) => {
  const ids = questionsOf(part, root).map(({ id }) => id)

  test('are numbered in their order', () => {
    expect(ids).toEqual(ids.map((_, i) => `${part.number}.${i + 1}`))
    expect(ids.length).toBeGreaterThan(1)
  })

  test('are all the boxes of the handout', () => {
    const boxes = readText(`assignments/${part.folder}/README.md`).match(/^>.*think about it/gim)
    expect(boxes).toHaveLength(ids.length)
  })
})

test('every question has an answer, and every answer a question', () => {
  expect([...answers.keys()]).toEqual(questions.map(({ id }) => id))
})

test.for([...answers])('the answer to %s is in sentences, and names usual wrong answers', ([, answer]) => {
  for (const paragraph of answer.paragraphs) expect(paragraph).toMatch(/^[^-].*[.)]$/s)
  expect(answer.mistakes).not.toEqual([])
  for (const mistake of answer.mistakes) expect(mistake).toMatch(/^"[^"]+[.?]" \S[^]*[.)]$/)
})

test('a question is a quotation with the number, and ends with the quotation', () => {
  const handout =
    '> A remark\n\n> **Think about it: question 4.1**\r\n>\r\n> Why?\n>\n> - Because\n\nText\n> **Think about it: question 4.2**\n> When?'
  expect(questionsIn(handout)).toEqual([
    { id: '4.1', lines: ['Why?', '', '- Because'] },
    { id: '4.2', lines: ['When?'] },
  ])
})

test('the lines of a paragraph of an answer belong together', () => {
  const text = '4.1\nOne\r\nline.\n\n- "Two." No,\none.\n\nMore.\n\n4.10\nTen.\n'
  expect([...readAnswers(text, 'here')]).toEqual([
    ['4.1', { paragraphs: ['One line.', 'More.'], mistakes: ['"Two." No, one.'] }],
    ['4.10', { paragraphs: ['Ten.'], mistakes: [] }],
  ])
})

test.for([
  ['Text\n4.1\nYes.\n', 'the text before the first number answers no question'],
  ['4.1\nYes.\n\n4.1\nNo.\n', 'question 4.1 is answered twice'],
  ['4.1\n\n4.2\nYes.\n', 'question 4.1 has no answer'],
  ['4.1\n- "Yes." No.\n', 'question 4.1 has no answer'],
] as const)('%j is no text of answers', ([text, problem]) => {
  expect(() => readAnswers(text, 'here')).toThrow(`here: ${problem}.`)
})
