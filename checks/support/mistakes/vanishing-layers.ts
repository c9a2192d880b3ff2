import type { MistakenAnswer } from '../answers.ts'
import { formatNumber } from '../format.ts'

type Sizes = Readonly<Record<string, number>>

/** What `vanishingLayers` finds, from its definition, as a list. */
export const listVanishing = (sizes: Sizes, line = Math.max(...Object.values(sizes)) / 1000): string =>
  list(Object.keys(sizes).filter((name) => sizes[name] === 0 || sizes[name] < line))

/** Names, in a sentence. */
export const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none')

const numbers = (sizes: Sizes) => Object.values(sizes)

/** What `vanishingLayers` with a mistake finds. */
export const vanishingMistakes: readonly MistakenAnswer<Sizes>[] = [
  [
    'It compares with 1/1000 itself; compare with 1/1000 of the largest size.',
    (sizes) => listVanishing(sizes, 1e-3),
  ],
  [
    'It compares with the last layer; the largest size can stand anywhere.',
    (sizes) => listVanishing(sizes, numbers(sizes).at(-1)! / 1000),
  ],
  [
    'It compares with the first layer; the largest size can stand anywhere.',
    (sizes) => listVanishing(sizes, numbers(sizes)[0] / 1000),
  ],
  [
    'It compares with the mean of the sizes; compare with the largest.',
    (sizes) =>
      listVanishing(
        sizes,
        numbers(sizes).reduce((sum, value) => sum + value, 0) / numbers(sizes).length / 1000,
      ),
  ],
  [
    'It compares with the smallest size; compare with the largest.',
    (sizes) => listVanishing(sizes, Math.min(...numbers(sizes)) / 1000),
  ],
  ...[1e-1, 1e-2, 1e-4, 1e-6].map((share): MistakenAnswer<Sizes> => [
    'It does not draw the line at 1/1000 of the largest size.',
    (sizes) => listVanishing(sizes, Math.max(...numbers(sizes)) * share),
  ]),
  [
    'A layer of size exactly 0 has vanished too, also when all are 0.',
    (sizes) => list(Object.keys(sizes).filter((name) => sizes[name] < Math.max(...numbers(sizes)) / 1000)),
  ],
  [
    'A layer of exactly 1/1000 of the largest size is not below it.',
    (sizes) => listVanishing(sizes, (Math.max(...numbers(sizes)) / 1000) * (1 + 1e-9)),
  ],
  [
    'These are numbers of layers; return their names.',
    (sizes) => {
      const vanished = listVanishing(sizes).split(', ')
      return list(Object.keys(sizes).flatMap((name, i) => (vanished.includes(name) ? [String(i)] : [])))
    },
  ],
  [
    'These are the layers that have not vanished.',
    (sizes) => list(Object.keys(sizes).filter((name) => !listVanishing(sizes).split(', ').includes(name))),
  ],
  [
    'The names stand in another order; keep that of the layers, from the first to the last.',
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
]

/** What is wrong with a list of layers. */
export function vanishingSentence(sizes: Sizes, actual: unknown): string {
  const given = Object.entries(sizes).map(([name, value]) => `${name} ${formatNumber(value)}`)
  return `Of the layers ${given.join(', ')}, the gradients of ${listVanishing(sizes)} vanish, but the result is ${String(actual)}.`
}
