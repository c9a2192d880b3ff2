import { formatShape, sameShape, type Tensor } from '#kit/tensor/index.ts'
import type { Model, RunningAverages } from '#kit/network/index.ts'
import { restoreRunningAverages, runningAveragesOf } from './running-averages.ts'
import type { History, Solver } from './solver.ts'
import { SolverError } from './solver-error.ts'

/** Everything that the rest of a training run depends on, beside the data and the options. */
export interface SolverState {
  /** How many steps have been taken. */
  step: number
  /** By their names. */
  params: Record<string, Tensor>
  /** Of each batch normalization, from the first layer to the last. */
  runningAverages: RunningAverages[]
  /** How many random numbers dropout has used, in a network that has one. */
  masksPosition?: number
  /** What the update rule remembers, by the names of the parameters. */
  optimizerStates: Record<string, object>
  /** What has been measured. */
  history: History
  /** From 0 to 1; -1 before anything was measured. */
  bestValidationAccuracy: number
  /** The parameters that had it. */
  bestParams: Record<string, Tensor>
  /** The running averages that go with them. */
  bestRunningAverages: RunningAverages[]
}

/** The state of a solver between two steps. It is no copy: the next step changes it. */
export function stateOf(solver: Solver): SolverState {
  const { model, step, optimizerStates, history } = solver
  const { bestValidationAccuracy, bestParams, bestRunningAverages } = solver
  return {
    step,
    params: model.params,
    runningAverages: (model.batchnormParams ?? []).map(runningAveragesOf),
    masksPosition: model.masks?.position,
    optimizerStates,
    history,
    bestValidationAccuracy,
    bestParams,
    bestRunningAverages,
  }
}

/**
 * Puts a solver that has not run yet where another one with the same options was: it goes on as that one would have.
 *
 * @throws SolverError when the parameters are not those of its model; the solver is as it was then
 */
export function restoreState(solver: Solver, state: SolverState): void {
  const { model } = solver
  requireSameParams(model, state.params)
  Object.assign(model.params, state.params)
  restoreRunningAverages(model, state.runningAverages)
  if (model.masks) model.masks.position = state.masksPosition ?? 0
  Object.assign(solver.history, state.history)
  const { step, optimizerStates, bestValidationAccuracy, bestParams, bestRunningAverages } = state
  Object.assign(solver, { step, optimizerStates, bestValidationAccuracy, bestParams, bestRunningAverages })
}

function requireSameParams({ params }: Model, saved: Record<string, Tensor>): void {
  for (const name of new Set([...Object.keys(params), ...Object.keys(saved)])) {
    const [own, other] = [params, saved].map((all) => (Object.hasOwn(all, name) ? all[name] : undefined))
    if (own && other && sameShape(own.shape, other.shape) && own.dtype === other.dtype) continue
    throw new SolverError(
      'other-network',
      `The parameters that were saved are not those of this network: ${name} was ${describe(other)}, and is ${describe(own)}.`,
    )
  }
}

const describe = (w: Tensor | undefined): string =>
  w ? `a tensor of shape ${formatShape(w.shape)} in ${w.dtype}` : 'not there'
