import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { placeOfLoading, summarize } from '../../../checks/support/running/thrown-error.ts'

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

const endless = (): number => endless() + 1

test.for([
  [
    'a function of tensors that was not imported',
    () => new Function('return matmul(1, 2)')(),
    "ReferenceError: matmul is not defined. Import it: import { matmul } from '#kit/tensor/index.ts'",
  ],
  ['another name', () => new Function('return scores')(), /^ReferenceError: scores is not defined$/],
  [
    'a field of something that does not exist',
    () => new Function('cache', 'return cache.x.shape')({}),
    /reading 'shape'\)\. What stands before \.shape does not exist: check its name and its index\.$/,
  ],
  [
    'an element of a row that does not exist',
    () => new Function('return [][0][2]')(),
    /before \[2\] does not/,
  ],
  [
    'a long array as arguments',
    () => Math.max(...new Float64Array(1e6)),
    /^RangeError: Maximum call stack size exceeded\. A long array does not fit into the arguments of one call/,
  ],
  ['a function that calls itself', endless, /exceeded\. Does a function call itself without end\?$/],
] as const)('the description of %s says what to do', ([, run, expected]) => {
  const description = summarize(thrownBy(run))
  expect(description).toMatch(expected)
})

const TREE = join(tmpdir(), 'assignments', 'my kit', 'assignments')
const VITE = `    at async ModuleRunner.run (${join(TREE, '../node_modules/vite/dist/node/module-runner.js')}:1262:59)`

test.for([
  [
    'a file that is imported throws in a function of the kit',
    [
      `    at matmul (${join(TREE, '../kit/tensor/matmul.ts')}:27:59)`,
      `    at ${join(TREE, '1-fully-connected/layers.ts')}:63:12`,
      VITE,
      `    at ${join(TREE, '1-fully-connected/two-layer-net.ts')}:2:1`,
    ],
    { stopped: '1-fully-connected/layers.ts:63', threw: '1-fully-connected/layers.ts:63' },
  ],
  [
    'a file calls a function of another one, and Node itself loads them',
    [
      `    at helper (${pathToFileURL(join(TREE, 'mine.ts')).href}:2:16)`,
      `    at ${pathToFileURL(join(TREE, '5-training/preprocessing.ts')).href}:2:14`,
      '    at ModuleJob.run (node:internal/modules/esm/module_job:1:1)',
    ],
    { stopped: '5-training/preprocessing.ts:2', threw: 'mine.ts:2' },
  ],
  [
    'a file imports one that is missing',
    [
      VITE,
      `    at ${join(TREE, '2-normalization/batchnorm.ts')}:1:1`,
      VITE,
      `    at ${join(TREE, 'a.ts')}:2:1`,
    ],
    { stopped: '2-normalization/batchnorm.ts:1', threw: '2-normalization/batchnorm.ts:1' },
  ],
  ['the stack has no file of the work', [VITE], undefined],
] as const)('the line that keeps a file from loading, if %s', ([, frames, expected]) => {
  const error = new Error('mine')
  error.stack = ['Error: mine', ...frames].join('\n')
  const found = placeOfLoading(error, TREE)
  const words = ({ path, line }: { path: string; line: string }): string =>
    `${path}:${line}`.replace(/^assignments\//, '')
  expect(found && { stopped: words(found.stopped), threw: words(found.threw) }).toEqual(expected)
})
