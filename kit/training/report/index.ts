/**
 * Pictures of training runs.
 *
 * @module
 */
export { examine, type Examination, type Miss } from './evaluation.ts'
export { lineChart, type LineChart, type Series } from './line-chart.ts'
export { lossCurve } from './loss-curve.ts'
