import { describe, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { Random, randn, Tensor, type NestedNumbers } from '#kit/tensor/index.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'
import { ThreeLayerConvNet } from '../../../solutions/4-convolution/three-layer-conv-net.ts'
import { readText, sectionsOf, workedExamples } from './handout.ts'
import { part0 } from './part-0.ts'
import { measuredScale, part1 } from './part-1.ts'
import { part2 } from './part-2.ts'
import { part3 } from './part-3.ts'
import { part4 } from './part-4.ts'
import { part5 } from './part-5.ts'
import { part6 } from './part-6.ts'

/** The handouts with the functions that recompute their worked examples. */
const handouts = [
  { folder: '0-start', recompute: part0 },
  { folder: '1-fully-connected', recompute: part1 },
  { folder: '2-normalization', recompute: part2 },
  { folder: '3-dropout', recompute: part3 },
  { folder: '4-convolution', recompute: part4 },
  { folder: '5-training', recompute: part5 },
  { folder: '6-cifar10', recompute: part6 },
].map(({ folder, recompute }) => {
  const text = readText(`assignments/${folder}/README.md`)
  const sections = [...sectionsOf(text)]
    .map(([heading, section]) => ({ heading, examples: workedExamples(section) }))
    .filter(({ examples }) => examples.length > 0)
  return { folder, recompute, text, sections }
})

describe.for(handouts)('$folder', ({ recompute, sections }) => {
  describe.for(sections)('$heading', ({ examples }) => {
    test.for(examples)('$call', ({ call, inputs, outputs }) => {
      expect(recompute, `nothing recomputes the worked example "${call}"`).toHaveProperty([call])
      const actual = recompute[call](inputs)
      expect(Object.keys(outputs)).not.toEqual([])
      for (const [name, { values, text }] of Object.entries(outputs)) {
        expect(actual, `nothing recomputes ${name}`).toHaveProperty([name])
        const recomputed = actual[name] instanceof Tensor ? actual[name].toNested() : actual[name]
        expect(shapeOf(recomputed), `the shape of ${name}`).toEqual(shapeOf(values))
        expect(wordsOf(JSON.stringify(recomputed))).toEqual(wordsOf(text))
        const printed = text.replaceAll(/"[^"]*"/g, '').match(/-?\d[\d.]*/g) ?? []
        const numbers = flat(recomputed)
        printed.forEach((digits, i) => {
          expect(
            Math.abs(numbers[i] - Number(digits)),
            `${name}: the handout says ${digits}, the solution gives ${numbers[i]}`,
          ).toBeLessThanOrEqual(precisionOf(digits))
        })
      }
    })
  })
})

test.for(manifest)('every TODO of Part $number has a worked example', ({ folder, todos }) => {
  const { sections } = handouts.find((one) => one.folder === folder)!
  expect(sections.map(({ heading }) => heading)).toEqual(
    expect.arrayContaining(todos.map(({ id, title }) => `${id} ${title}`)),
  )
})

test('a layer scales random numbers by the factor that the handout gives', () => {
  const random = new Random(0)
  const x = randn([200, 100], { random })
  const w = randn([100, 400], { random, scale: 0.01 })
  expect(measuredScale(w, x)).toBeCloseTo(0.0707, 3)
})

test.for([
  {
    folder: '1-fully-connected',
    net: new TwoLayerNet(),
    words: (count: string) => `already has ${count} numbers`,
  },
  {
    folder: '4-convolution',
    net: new ThreeLayerConvNet(),
    words: (count: string) => `has ${count} numbers to learn`,
  },
])('the default network of $folder has as many numbers as its handout says', ({ folder, net, words }) => {
  const sizes = Object.values(net.params).map(({ size }) => size)
  const count = sizes.reduce((total, size) => total + size, 0).toLocaleString('en-US')
  const text = handouts.find((one) => one.folder === folder)?.text.replaceAll(/\s+/g, ' ')
  expect(text).toContain(words(count))
})

/** Returns the allowed error: six decimals are rounded, fewer are exact up to the rounding of float64. */
function precisionOf(digits: string): number {
  const decimals = digits.split('.')[1]?.length ?? 0
  return decimals >= 6 ? 0.5001 * 10 ** -decimals : 1e-9
}

/** Numbers, or the words of verdicts, nested to any depth. */
type Values = NestedNumbers | string | readonly string[]

const flat = (values: Values): number[] =>
  typeof values === 'number' ? [values] : typeof values === 'string' ? [] : values.flatMap(flat)

const shapeOf = (values: Values): number[] =>
  typeof values === 'object' ? [values.length, ...shapeOf(values[0] ?? 0)] : []

const wordsOf = (json: string): string[] => json.match(/"[^"]*"/g) ?? []
