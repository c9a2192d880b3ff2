import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cifar10Images } from '../../docs/typedoc/figures/cifar10-images.ts'
import { computationGraph } from '../../docs/typedoc/figures/computation-graph.ts'
import { layersOnAnImage } from '../../docs/typedoc/figures/layers-on-an-image.ts'
import { oneStep } from '../../docs/typedoc/figures/one-step.ts'
import { pagesIn, root } from './pages.ts'

const folder = join(root, 'docs/figures')
const drawing = readFileSync(join(root, 'docs/typedoc/figures/draw.ts'), 'utf8')
const pages = pagesIn(root).map((page) => readFileSync(join(root, page), 'utf8'))

test.for(readdirSync(folder))('%s is drawn by the kit, and shown', (name) => {
  // The curves of runs are drawn from the folders of the runs.
  expect(drawing).toContain(name.startsWith('run-') ? 'curvesOf(' : `'${name}':`)
  expect(pages.some((page) => page.includes(`figures/${name})`))).toBe(true)
})

// The other figures are results of trainings, which take minutes and differ between machines in the last digits.
test.for([
  ['one-step.svg', oneStep],
  ['cifar10.png', cifar10Images],
  ['batchnorm-graph.svg', computationGraph],
  ['layers.png', layersOnAnImage],
] as const)('%s is what the code of today draws', async ([name, draw]) => {
  expect(Buffer.from(await draw()).equals(readFileSync(join(folder, name)))).toBe(true)
})
