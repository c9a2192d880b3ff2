import { expect, test } from 'vitest'
import { summarize } from '../../../checks/support/running/thrown-error.ts'

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
    'a long array as arguments',
    () => Math.max(...new Float64Array(1e6)),
    /^RangeError: Maximum call stack size exceeded\. A long array does not fit into the arguments of one call/,
  ],
  ['a function that calls itself', endless, /exceeded\. Does a function call itself without end\?$/],
] as const)('the description of %s says what to do', ([, run, expected]) => {
  const description = summarize(thrownBy(run))
  expect(description).toMatch(expected)
})
