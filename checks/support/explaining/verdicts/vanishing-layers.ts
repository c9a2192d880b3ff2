import { cause, type Cause } from '#kit/course/causes/index.ts'
import type { MistakenAnswer } from '../../comparing/answers.ts'
import { formatNumber } from '../../comparing/format.ts'
import { list, listVanishing, type Sizes } from '../../definitions/diagnostics.ts'

const numbers = (sizes: Sizes) => Object.values(sizes)

/** The answers of `vanishingLayers` with mistakes. */
export const vanishingMistakes: readonly MistakenAnswer<Sizes>[] = [
  ['vanishingLayers/absolute', (sizes) => listVanishing(sizes, 1e-3)],
  ['vanishingLayers/last-layer', (sizes) => listVanishing(sizes, numbers(sizes).at(-1)! / 1000)],
  ['vanishingLayers/first-layer', (sizes) => listVanishing(sizes, numbers(sizes)[0] / 1000)],
  [
    'vanishingLayers/mean',
    (sizes) =>
      listVanishing(
        sizes,
        numbers(sizes).reduce((sum, value) => sum + value, 0) / numbers(sizes).length / 1000,
      ),
  ],
  ['vanishingLayers/smallest', (sizes) => listVanishing(sizes, Math.min(...numbers(sizes)) / 1000)],
  ...[1e-1, 1e-2, 1e-4, 1e-6].map((share): MistakenAnswer<Sizes> => [
    'vanishingLayers/line',
    (sizes) => listVanishing(sizes, Math.max(...numbers(sizes)) * share),
  ]),
  [
    'vanishingLayers/zero',
    (sizes) => list(Object.keys(sizes).filter((name) => sizes[name] < Math.max(...numbers(sizes)) / 1000)),
  ],
  [
    'vanishingLayers/line-itself',
    (sizes) => listVanishing(sizes, (Math.max(...numbers(sizes)) / 1000) * (1 + 1e-9)),
  ],
  [
    'vanishingLayers/numbers',
    (sizes) => {
      const vanished = listVanishing(sizes).split(', ')
      return list(Object.keys(sizes).flatMap((name, i) => (vanished.includes(name) ? [String(i)] : [])))
    },
  ],
  [
    'vanishingLayers/others',
    (sizes) => list(Object.keys(sizes).filter((name) => !listVanishing(sizes).split(', ').includes(name))),
  ],
  [
    'vanishingLayers/order',
    (sizes) => {
      const found = listVanishing(sizes)
      return found === 'none' ? found : list(found.split(', ').toSorted((a, b) => sizes[a] - sizes[b]))
    },
  ],
]

/** Sizes that tell the mistakes apart. */
export const vanishingCases: readonly Sizes[] = [
  { W1: 1, W2: 2e-3, W3: 5e-4, W4: 1e-2 },
  { W1: 5e-4, W2: 2e-3, W3: 3, W4: 1 },
  { W1: 2e-4, W2: 4e-4, W3: 3e-7 },
  { W1: 40, W2: 0.03, W3: 0.07, W4: 3 },
  { W1: 1e-7, W2: 2e-7, W3: 1e-7 },
  { W1: 1e-9 },
  { W1: 3e-5, W2: 1e-3, W3: 0.05, W4: 5 },
  { W1: 2e-3, W2: 1e-3, W3: 1e-3, W4: 1.5 },
  { W1: 4e-6, W2: 1, W3: 2e-6 },
  { W1: 0, W2: 0, W3: 0 },
  { W1: 0, W2: 1e-8 },
  { W1: 1, W2: 1e-3 },
  { W1: 1, W2: 1e-8 },
  // Sorted as words, W10 would come before W2.
  Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`W${i + 1}`, i === 0 ? 1 : 1e-6])),
  { W2: 1e-6, b2: 1, gamma1: 1e-7, W1: 2, b1: 1e-9 },
]

/** Returns the cause for a wrong list of layers. */
export function wrongLayers(sizes: Sizes, actual: unknown): Cause {
  const given = Object.entries(sizes).map(([name, value]) => `${name} ${formatNumber(value)}`)
  return cause('vanishingLayers/wrong', {
    sizes: given.join(', '),
    vanishing: listVanishing(sizes),
    actual: String(actual),
  })
}
