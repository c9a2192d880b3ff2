import { expect, test } from 'vitest'
import { junit } from '#kit/grading/formats/junit.ts'
import { HOSTILE, options, sampleResult } from './sample-result.ts'

interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

/** Reads XML that has elements, attributes in double quotes and numeric references, and throws at anything else. */
function readXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const plain = (escaped: string): string => {
    if (/[<>]|&(?!#\d+;)/.test(escaped)) throw new Error(`not escaped: ${escaped}`)
    return escaped.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
  }
  for (const [token, closes, name, attributes] of text
    .replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '')
    .matchAll(/<(\/?)([\w-]+)((?: \w+="[^"]*")*)>|[^<]+|</g)) {
    if (name === undefined) open.at(-1)!.text += plain(token)
    else if (closes) {
      if (open.pop()!.name !== name) throw new Error(`${name} closes another element`)
    } else {
      const element: Element = { name, attributes: {}, children: [], text: '' }
      for (const [, key, value] of attributes.matchAll(/(\w+)="([^"]*)"/g))
        element.attributes[key] = plain(value)
      open.at(-1)!.children.push(element)
      open.push(element)
    }
  }
  if (open.length !== 1) throw new Error('an element is not closed')
  return root.children[0]
}
const suites = readXml(junit(sampleResult(), options()))
const cases = suites.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'))

test('a suite for each part counts its cases, and the whole counts all', () => {
  const counts = [suites, ...suites.children].map(
    ({ attributes: { name, tests, failures, errors, skipped } }) => [name, tests, failures, errors, skipped],
  )
  expect(counts).toEqual([
    ['cnn-from-scratch', '6', '3', '1', '0'],
    ['Part 1 Fully connected networks', '3', '2', '0', '0'],
    ['Part 2 Normalization', '3', '1', '1', '0'],
  ])
})

test('names are different, and only what is right has neither failure nor error', () => {
  expect(
    cases.map(({ attributes: { name }, children }) => [name, children.map((child) => child.name)]),
  ).toEqual([
    ['1.1 affineForward', ['system-out']],
    ['1.2 affineBackward', ['failure', 'system-out']],
    ['1.3 reluForward', ['failure', 'system-out']],
    ['2.1 batchnormForward', ['failure', 'system-out']],
    ['2.2 batchnormForward: test mode', ['system-out']],
    ['2.3 batchnormBackward', ['error', 'system-out']],
  ])
})

test('a failure has the telling sentence as its message, and everything as its text', () => {
  const [failure, output] = cases[1].children
  expect(failure.attributes).toEqual({
    message: 'agrees with the numeric gradient: Wrong answer: db is summed over the wrong axis.',
    type: 'wrong',
  })
  const printable = '<script>alert(1)</script> ]]> </pre> "quoted" & red '
  expect(HOSTILE).toContain(printable.slice(0, 30))
  expect(failure.text).toContain(printable)
  expect(output.text).toBe('0 of 3 points')
})

test('times are in seconds', () => {
  expect([suites.attributes.time, cases[1].attributes.time]).toEqual(['12.500', '0.019'])
})
