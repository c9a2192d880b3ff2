import { cause, type Cause } from '#kit/course/causes/index.ts'
import { lentSoFar } from '#kit/vitest/plugins/lent-todos.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { div, mul, ones, sub, Tensor, zeros } from '#kit/tensor/index.ts'
import { expectClose, expectNumber } from '../comparing/compare.ts'
import { blamedOn, findOpenTodo, withDetails, type CheckFailure } from './failure.ts'
import { goldenCases, type GoldenCase } from '../comparing/golden.ts'
import type { Work } from '../running/work.ts'

/** The functions of the files under test, by name. They may be wrong in any way. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type Functions = Record<string, (...args: any[]) => any>
type Inputs = GoldenCase['inputs']

/** A function that others use, its reference vectors, and how to call it with their inputs. */
interface Layer {
  todo: string
  cases: () => readonly GoldenCase[]
  call(functions: Functions, inputs: Inputs): Record<string, unknown>
}

const layer = (todo: string, reference: string, call: Layer['call']): Layer => ({
  todo,
  cases: () => goldenCases(reference),
  call,
})

const batchnormParams = ({ params, runningMean, runningVar }: Inputs, mode: 'train' | 'test') => ({
  ...params,
  mode,
  runningMean,
  runningVar,
})

/**
 * Returns a substitute for reference vectors, which dropout has none of. With the input as upstream gradient, dropout
 * does the same in both directions.
 */
const dropoutCases = (): GoldenCase[] => [
  { inputs: { x: ones([40]), keepProb: 0.8 }, expected: { out: zeros([40]), dx: zeros([40]) } },
]

/** Every function that others use, in the order in which they are written. */
const layers: readonly Layer[] = [
  layer('1.1', 'affineForward', (f, { x, w, b }) => f.affineForward(x, w, b)),
  layer('1.2', 'affineBackward', (f, { x, w, b, dout }) =>
    f.affineBackward(dout, f.affineForward(x, w, b).cache),
  ),
  layer('1.3', 'reluForward', (f, { x }) => f.reluForward(x)),
  layer('1.4', 'reluBackward', (f, { x, dout }) => f.reluBackward(dout, f.reluForward(x).cache)),
  layer('1.5', 'softmaxLoss', (f, { scores, labels }) => f.softmaxLoss(scores, labels)),
  layer('2.1', 'batchnormForward.train', (f, inputs) => {
    const { x, gamma, beta } = inputs
    const params = batchnormParams(inputs, 'train')
    const { out } = f.batchnormForward(x, gamma, beta, params)
    return { out, runningMean: params.runningMean, runningVar: params.runningVar }
  }),
  layer('2.2', 'batchnormForward.test', (f, inputs) => {
    const { x, gamma, beta } = inputs
    return f.batchnormForward(x, gamma, beta, batchnormParams(inputs, 'test'))
  }),
  ...['batchnormBackward', 'batchnormBackwardAlt'].map((name, i) =>
    layer(`2.${4 + i}`, 'batchnormBackward', (f, inputs) => {
      const { x, gamma, beta, dout } = inputs
      return f[name](dout, f.batchnormForward(x, gamma, beta, batchnormParams(inputs, 'train')).cache)
    }),
  ),
  layer('2.6', 'layernormForward', (f, { x, gamma, beta, params }) =>
    f.layernormForward(x, gamma, beta, params),
  ),
  layer('2.7', 'layernormBackward', (f, { x, gamma, beta, params, dout }) =>
    f.layernormBackward(dout, f.layernormForward(x, gamma, beta, params).cache),
  ),
  {
    todo: '3.1',
    cases: dropoutCases,
    call(f, { x, keepProb }) {
      const { out } = f.dropoutForward(x, { keepProb, mode: 'train', seed: 1 })
      return { out: mul(out, sub(out, div(x, keepProb))) }
    },
  },
  {
    todo: '3.2',
    cases: dropoutCases,
    call(f, { x, keepProb }) {
      const { out, cache } = f.dropoutForward(x, { keepProb, mode: 'train', seed: 1 })
      return { dx: sub(f.dropoutBackward(x, cache).dx, out) }
    },
  },
  layer('4.1', 'convForward', (f, { x, w, b, params }) => f.convForward(x, w, b, params)),
  layer('4.2', 'convBackward', (f, { x, w, b, params, dout }) =>
    f.convBackward(dout, f.convForward(x, w, b, params).cache),
  ),
  layer('4.3', 'maxPoolForward', (f, { x, params }) => f.maxPoolForward(x, params)),
  layer('4.4', 'maxPoolBackward', (f, { x, params, dout }) =>
    f.maxPoolBackward(dout, f.maxPoolForward(x, params).cache),
  ),
  layer('4.5', 'spatialBatchnormForward', (f, inputs) => {
    const { x, gamma, beta } = inputs
    return f.spatialBatchnormForward(x, gamma, beta, batchnormParams(inputs, 'train'))
  }),
  layer('4.7', 'spatialGroupnormForward', (f, { x, gamma, beta, params }) =>
    f.spatialGroupnormForward(x, gamma, beta, params),
  ),
]

/**
 * Adds to a network's wrong answer where the fault is. A wrong layer that the network uses comes first. If all layers
 * give their reference values, the fault is in the network's own file.
 *
 * @param used - the layer files that the network uses
 */
export function blameLayers(failure: CheckFailure, used: readonly Work<object>[]): CheckFailure {
  if (used.length === 0) return failure
  return (
    firstFault(failure, layers, used, 'which this network uses') ??
    withDetails(
      failure,
      '  The layers that it uses give their reference values: look for the fault in this file.',
    )
  )
}

/**
 * Blames a backward function's wrong answer on the forward function, if that is wrong itself. The gradients of a wrong
 * forward function are wrong as well.
 *
 * @param work - the file that holds both
 * @param forward - the TODO of the forward function
 */
export function blameForward(failure: CheckFailure, work: Work<object>, forward: string): CheckFailure {
  const before = layers.filter(({ todo }) => todo === forward)
  return firstFault(failure, before, [work], 'which comes before it') ?? failure
}

/** Returns the failure that replaces another one if one of these functions is wrong itself: that of the first. */
function firstFault(
  failure: CheckFailure,
  candidates: readonly Layer[],
  used: readonly Work<object>[],
  relation: string,
): CheckFailure | undefined {
  for (const candidate of candidates) {
    const fault = findFault(candidate, used, relation)
    if (fault !== undefined) return blamedOn(failure, candidate.todo, fault)
  }
  return undefined
}

/** Returns what is wrong with a layer, or undefined if it is right, not used or not written yet. */
function findFault(
  { todo, cases, call }: Layer,
  used: readonly Work<object>[],
  relation: string,
): Cause | undefined {
  const { file, title } = findTodo(todo)
  const functions = used.find(({ path }) => path.endsWith(`/${file}`))?.module as Functions | undefined
  if (functions === undefined) return undefined
  const layerName = `${title.split(':')[0]} (TODO ${todo})`
  const named = { layer: layerName, relation }
  // A learner's forward function may keep anything in its cache, which the kit may be unable to read.
  const fault = (found: Cause): Cause =>
    lentSoFar().includes(todo) ? cause('fault/lent', { layer: layerName }) : found
  for (const { inputs, expected } of cases()) {
    let results: Record<string, unknown>
    try {
      results = call(functions, inputs)
    } catch (error) {
      return findOpenTodo(error) ? undefined : fault(cause('fault/crashes', named))
    }
    const isObject = typeof results === 'object' && results !== null
    const returned = Object.entries(expected).filter(([name]) => isObject && name in results)
    if (returned.length === 0) return fault(cause('fault/returns-other', named))
    for (const [name, value] of returned) {
      try {
        if (value instanceof Tensor) expectClose(name, results[name], value, 1e-7)
        else expectNumber(name, results[name], value as number, 1e-7)
      } catch {
        return fault(cause('fault/wrong', { ...named, name }))
      }
    }
  }
  return undefined
}
