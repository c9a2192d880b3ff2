/**
 * The solver: trains any model that has parameters, a loss and scores.
 *
 * @module
 */
export { accuracy } from './accuracy.ts'
export type { Batch, Examples } from './examples.ts'
export type { Model, RunningAverages } from './model.ts'
export type { SolverOptions } from './options.ts'
export { SolverError } from './solver-error.ts'
export { Solver, type EpochEvent, type History, type StepEvent } from './solver.ts'
export type { OptimizerConfig, UpdateRule } from './update-rule.ts'
