/**
 * The loops over elements that training spends its time in: in WebAssembly SIMD for float32, in plain TypeScript for
 * float64 and wherever there is no WebAssembly.
 *
 * @module
 */
import { wasm } from '../wasm/index.ts'
import type { Loops } from './loops.ts'
import { plainLoops } from './plain.ts'
import { wasmLoops } from './wasm.ts'

export { operations, type ExpansionSizes, type Loops, type Operation } from './loops.ts'
export { plainLoops } from './plain.ts'
export type { WinogradLoops } from './winograd.ts'

/** The fastest loops that there are; the variable CNN_ENGINE may ask for the plain ones. */
export const loops: Loops = wasm && process.env.CNN_ENGINE !== 'plain' ? wasmLoops(wasm) : plainLoops
