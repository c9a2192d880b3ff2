import { expect, test } from 'vitest'
import { idOf } from '#kit/course/causes/index.ts'
import { isAllowedImport, refusedImport } from '#kit/course/imports/allowed-imports.ts'

const layers = 'assignments/1-fully-connected/layers.ts'
const network = 'assignments/6-cifar10/my-net.ts'
const filters = 'assignments/6-cifar10/whitening-filters.ts'

test.for([
  ['./losses.ts', layers],
  ['./losses', layers],
  ['../own/helpers.ts', layers],
  ['#work/1-fully-connected/losses.ts', layers],
  ['#kit/tensor/index.ts', layers],
  ['#kit/not-implemented.ts', layers],
  ['#kit/layers/index.ts', network],
  ['#kit/layers/index.ts', 'assignments/4-convolution/three-layer-conv-net.ts'],
  ['./residual-block.ts', network],
  ['../4-convolution/three-layer-conv-net.ts', network],
  ['../1-fully-connected/layers.ts', network],
  ['./whitening-filters.ts', network],
  ['#kit/layers/patches.ts', filters],
  ['#kit/tensor/eigen.ts', filters],
])('%s is part of the exercise in %s', ([source, file]) => {
  expect(isAllowedImport(source, file, 'assignments')).toBe(true)
})

test.for([
  // The answers, by every way that leads there.
  ['../../solutions/1-fully-connected/layers.ts', layers],
  ['#work/../solutions/1-fully-connected/layers.ts', layers],
  ['#work/../../solutions/1-fully-connected/layers.ts', layers],
  ['#kit/tensor/../layers/index.ts', layers],
  ['#kit/layers/index.ts', layers],
  ['#kit/network/index.ts', layers],
  ['#kit/engine/loops/index.ts', layers],
  ['#kit/engine/loops/index.ts', network],
  ['#data/index.ts', layers],
  ['#kit/training/index.ts', network],
  // What a network may import, it could pass on.
  ['../6-cifar10/taken.ts', layers],
  ['../6-cifar10/taken', layers],
  ['./../1-fully-connected/../6-cifar10/taken.ts', layers],
  ['#work/6-cifar10/taken.ts', layers],
  ['../4-convolution/three-layer-conv-net.ts', layers],
  ...['whitening-filters', 'identity-filters', 'nesterov-momentum'].flatMap((name) =>
    ['#kit/network/index.ts', '#kit/layers/index.ts', './my-net.ts'].map((source) => [
      source,
      `assignments/6-cifar10/${name}.ts`,
    ]),
  ),
  // What the tools load in their own ways.
  ['./layers.cjs', layers],
  ['./layers.mjs', layers],
  ['./layers.json', layers],
  ['../node_modules/own/index.ts', layers],
  ['./losses.ts?raw', layers],
  ['./losses.ts#again', layers],
  ['./%2e%2e/%2e%2e/solutions/1-fully-connected/layers.ts', layers],
  ['..\\..\\solutions\\1-fully-connected\\layers.ts', layers],
  ['/@fs/kit/layers/index.ts', layers],
  ['/solutions/1-fully-connected/layers.ts', layers],
  ['virtual:solutions', layers],
  ['\0virtual', layers],
  ['data:text/javascript,export default 1', layers],
  ['file:///kit/layers/index.ts', layers],
  ['node:fs', layers],
  ['fs', network],
  ['vitest', layers],
  ['fast-check', layers],
  ['', layers],
])('%j is no part of it in %s', ([source, file]) => {
  expect(isAllowedImport(source, file, 'assignments')).toBe(false)
})

test('a refused import is told what to do instead', () => {
  const told = (source: string) => idOf(refusedImport(source, network, 'assignments'))
  expect(told('#kit/training/index.ts')).toBe('file/only-types')
  expect(told('node:fs')).toBe('file/not-allowed')
})
