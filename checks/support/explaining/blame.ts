import { isDeepStrictEqual } from 'node:util'
import { cause, type Cause } from '#kit/course/causes/index.ts'
import { lentSoFar } from '#kit/vitest/plugins/lent-todos.ts'
import { findTodo, wholeKit } from '#kit/course/manifest.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { expectClose, expectNumber } from '../comparing/compare.ts'
import { blamedOn, findOpenTodo, withDetails, type CheckFailure } from './failure.ts'
import { functions, networks, type Functions, type Layer } from './reference-calls.ts'
import type { Work } from '../running/work.ts'

/** What the checks of a network or a function depend on. */
export interface Uses {
  /** The file that is checked. */
  work: Work<object>
  /** The layer files that it uses. */
  layers: readonly Work<object>[]
}

/**
 * Blames a network's wrong answer on a wrong layer that it uses, or on what comes before this TODO in the network. If all
 * of that is right, it says that the fault is in this TODO.
 *
 * @param todo - the TODO of the network that is checked
 */
export function blameLayers(failure: CheckFailure, todo: string, { work, layers }: Uses): CheckFailure {
  const fault =
    firstFault(functions, layers, 'which this network uses') ?? firstFault(networksBefore(todo), [work])
  if (fault !== undefined || layers.length === 0) return fault ?? failure
  return withDetails(
    failure,
    '  The layers that it uses give their reference values: look for the fault in this file.',
  )
}

/** Returns what is written before a TODO in the same network. */
function networksBefore(todo: string): Layer[] {
  // A course may leave out parts, also the one of a TODO that comes later in the same network.
  const order = wholeKit.flatMap(({ todos }) => todos.map(({ id }) => id))
  return networks.filter((one) => order.indexOf(one.todo) < order.indexOf(todo))
}

/**
 * Blames a function's wrong answer on an earlier function that is wrong itself: one of the same file, since the gradients
 * of a wrong forward function are wrong as well, or one of a layer file that it uses.
 *
 * @param after - the TODOs of the same file that it comes after
 */
export function blameEarlier(
  failure: CheckFailure,
  { work, layers, after }: Uses & { after: readonly string[] },
): CheckFailure {
  const before = functions.filter(({ todo }) => after.includes(todo))
  return (
    firstFault(functions, layers, 'which this function uses') ??
    firstFault(before, [work], 'which comes before it') ??
    failure
  )
}

/** Returns the failure that blames the first of these functions that is wrong itself. */
function firstFault(
  candidates: readonly Layer[],
  used: readonly Work<object>[],
  relation?: string,
): CheckFailure | undefined {
  for (const candidate of candidates) {
    const fault = findFault(candidate, used, relation)
    if (fault !== undefined) return blamedOn(candidate.todo, fault)
  }
  return undefined
}

/**
 * Returns what is wrong with a layer, or undefined if it is right, not used or not written yet.
 *
 * @param relation - its relation to what was checked; by default it is an earlier part of the same network
 */
function findFault(
  { todo, cases, call }: Layer,
  used: readonly Work<object>[],
  relation?: string,
): Cause | undefined {
  const { file, title } = findTodo(todo)
  const module = used.find(({ path }) => path.endsWith(`/${file}`))?.module as Functions | undefined
  if (module === undefined) return undefined
  const layerName = `${title.split(':')[0]} (TODO ${todo})`
  type Fault = 'fault/crashes' | 'fault/returns-other' | 'fault/changes-input' | 'fault/wrong'
  const fault = (id: Fault, name = ''): Cause => {
    // A learner's forward function may keep anything in its cache, which the kit may be unable to read.
    if (lentSoFar().includes(todo)) return cause('fault/lent', { layer: layerName })
    if (relation === undefined) return cause('fault/earlier', { todo, title })
    return cause(id, { layer: layerName, relation, name })
  }
  for (const { inputs, expected } of cases()) {
    const before = tensorsOf(inputs)
    let results: Record<string, unknown>
    try {
      results = call(module, inputs)
    } catch (error) {
      return findOpenTodo(error) ? undefined : fault('fault/crashes')
    }
    if (!isDeepStrictEqual(tensorsOf(inputs), before)) return fault('fault/changes-input')
    const isObject = typeof results === 'object' && results !== null
    const returned = Object.entries(expected).filter(([name]) => isObject && name in results)
    if (returned.length === 0) return fault('fault/returns-other')
    for (const [name, value] of returned) {
      try {
        if (value instanceof Tensor) expectClose(name, results[name], value, 1e-7)
        else expectNumber(name, results[name], value as number, 1e-7)
      } catch {
        return fault('fault/wrong', name)
      }
    }
  }
  return undefined
}

/** Returns copies of the inputs that a function must not change. Batch normalization updates its running averages. */
const tensorsOf = (inputs: Functions): [name: string, numbers: Tensor['data']][] =>
  Object.entries(inputs).flatMap(([name, value]): [string, Tensor['data']][] =>
    value instanceof Tensor && !name.startsWith('running') ? [[name, value.data.slice()]] : [],
  )
