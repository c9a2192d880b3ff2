/**
 * Pictures of training runs.
 *
 * @module
 */
export { evaluate, type Answer, type Evaluation } from './evaluation.ts'
export { lineChart, type LineChart, type Series } from './line-chart.ts'
export { lossCurve } from './loss-curve.ts'
