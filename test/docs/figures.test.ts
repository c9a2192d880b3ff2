import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { computationGraph } from '../../docs/typedoc/figures/computation-graph.ts'
import { layersOnAnImage } from '../../docs/typedoc/figures/layers-on-an-image.ts'
import { pagesIn, root } from './pages.ts'

const folder = join(root, 'docs/figures')
const drawing = readFileSync(join(root, 'docs/typedoc/figures/draw.ts'), 'utf8')
const pages = pagesIn(root).map((page) => readFileSync(join(root, page), 'utf8'))

test.for(readdirSync(folder))('%s is drawn by the kit, and shown', (name) => {
  // The curves of runs are drawn from their folders.
  expect(drawing).toContain(name.startsWith('run-') ? 'curvesOf(' : `'${name}':`)
  expect(pages.some((page) => page.includes(`figures/${name})`))).toBe(true)
})

// The others are what came of trainings: those take minutes, and differ in the last digits from machine to machine.
test.for([
  ['batchnorm-graph.svg', computationGraph],
  ['layers.png', layersOnAnImage],
] as const)('%s is what the code of today draws', async ([name, draw]) => {
  expect(Buffer.from(await draw()).equals(readFileSync(join(folder, name)))).toBe(true)
})
