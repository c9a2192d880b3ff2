/**
 * Pictures of training runs.
 *
 * @module
 */
export { lineChart, type LineChart, type Series } from './line-chart.ts'
export { lossCurve } from './loss-curve.ts'
