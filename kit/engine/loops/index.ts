/**
 * The element loops in which training spends its time: in WebAssembly SIMD for float32, in plain TypeScript for float64
 * and wherever WebAssembly is not available.
 *
 * @module
 */
import { wasm } from '../wasm/index.ts'
import type { Loops } from './loops.ts'
import { plainLoops } from './plain.ts'
import { wasmLoops } from './wasm.ts'

export { operations, type ExpansionSizes, type Loops, type Operation } from './loops.ts'
export { plainLoops } from './plain.ts'
export type { TileSize, WinogradLoops } from './winograd.ts'

/** The fastest loops available. The variable CNN_ENGINE can select the plain ones. */
export const loops: Loops = wasm && process.env.CNN_ENGINE !== 'plain' ? wasmLoops(wasm) : plainLoops
