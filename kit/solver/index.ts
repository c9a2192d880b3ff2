/**
 * The solver: trains any model that has parameters, a loss and scores.
 *
 * @module
 */
export { accuracy, type MeasureEvent } from './accuracy.ts'
export type { Batch, Examples } from './examples.ts'
export { Lookahead } from './lookahead.ts'
export { mirrored, withMirrorImages } from './mirror.ts'
export type { Model, RunningAverages } from '#kit/network/index.ts'
export type { SolverOptions } from './options.ts'
export { constant, cosine, oneCycle, stepDown, triangle, type Schedule } from './schedules.ts'
export { UserError, type UserErrorCode } from '#kit/system/user-error.ts'
export { SettingError } from './setting-error.ts'
export { restoreRunningAverages } from './running-averages.ts'
export { restoreState, stateOf, type SolverState } from './solver-state.ts'
export { Solver, type EpochEvent, type History, type StepEvent } from './solver.ts'
export type { OptimizerConfig, UpdateRule } from './update-rule.ts'
export { moveImage, shifted, type Border, type Move } from './shift.ts'
export { withViews } from './views.ts'
export { isWeight } from './weights.ts'
