import { formatShape, sameShape, type Tensor } from '#kit/tensor/index.ts'
import type { Model, RunningAverages } from '#kit/network/index.ts'
import { restoreRunningAverages, runningAveragesOf } from './running-averages.ts'
import type { History, Solver } from './solver.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The complete state of a training run, apart from the data and the options. */
export interface SolverState {
  /** The number of steps taken. */
  step: number
  /** The parameters by name. */
  params: Record<string, Tensor>
  /** The running averages of each batch normalization, from the first layer to the last. */
  runningAverages: RunningAverages[]
  /** The number of random numbers that dropout has used, if the network has dropout. */
  masksPosition?: number
  /** The state of the update rule, by parameter name. */
  optimizerStates: Record<string, object>
  /** The slow weights of lookahead, if it is in use. */
  slowWeights?: Record<string, Tensor>
  /** All measurements so far. */
  history: History
  /** From 0 to 1; -1 before the first measurement. */
  bestValidationAccuracy: number
  /** The parameters with this accuracy. */
  bestParams: Record<string, Tensor>
  /** The running averages that belong to them. */
  bestRunningAverages: RunningAverages[]
}

/** Returns the state of a solver between two steps. It is not a copy: the next step changes it. */
export function stateOf(solver: Solver): SolverState {
  const { model, step, optimizerStates, lookahead, history } = solver
  const { bestValidationAccuracy, bestParams, bestRunningAverages } = solver
  return {
    step,
    params: model.params,
    runningAverages: (model.batchnormParams ?? []).map(runningAveragesOf),
    masksPosition: model.masks?.position,
    optimizerStates,
    slowWeights: lookahead?.slow,
    history,
    bestValidationAccuracy,
    bestParams,
    bestRunningAverages,
  }
}

/**
 * Restores the state of another solver with the same options in a solver that has not run yet, which then continues in
 * its place.
 *
 * @throws UserError when the parameters are not those of its model; the solver is unchanged then
 */
export function restoreState(solver: Solver, state: SolverState): void {
  const { model } = solver
  requireSameParams(model, state.params)
  Object.assign(model.params, state.params)
  restoreRunningAverages(model, state.runningAverages)
  if (model.masks) model.masks.position = state.masksPosition ?? 0
  if (solver.lookahead) solver.lookahead.slow = state.slowWeights ?? {}
  Object.assign(solver.history, state.history)
  const { step, optimizerStates, bestValidationAccuracy, bestParams, bestRunningAverages } = state
  Object.assign(solver, { step, optimizerStates, bestValidationAccuracy, bestParams, bestRunningAverages })
}

function requireSameParams({ params }: Model, saved: Record<string, Tensor>): void {
  for (const name of new Set([...Object.keys(params), ...Object.keys(saved)])) {
    const [own, other] = [params, saved].map((all) => (Object.hasOwn(all, name) ? all[name] : undefined))
    if (own && other && sameShape(own.shape, other.shape) && own.dtype === other.dtype) continue
    throw new UserError(
      'other-network',
      `The saved parameters do not match this network: ${name} was ${describe(other)}, but now it is ${describe(own)}.`,
    )
  }
}

const describe = (w: Tensor | undefined): string =>
  w ? `a tensor of shape ${formatShape(w.shape)} in ${w.dtype}` : 'missing'
