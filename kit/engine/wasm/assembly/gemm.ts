// General matrix multiplication C = A B (+ C) in WebAssembly SIMD, written in AssemblyScript.
//
// After Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication": blocks of A and B are packed
// into the order in which they are read, and a tile of C, 6 rows by two vectors, is added up in registers. Of the 16
// vector registers that WebAssembly engines use on x86, the tile takes 12, a row of B 2, and an element of A 1.

import { pack } from './pack'

/** Rows of a tile. */
const ROWS: usize = 6
/** Bytes of a row of a tile: two vectors, that is 8 float32 or 4 float64 numbers. */
const ROW_BYTES: usize = 32
/** How much of the inner dimension is packed at a time: a packed panel of B stays in the first-level cache. */
const DEPTH: usize = 256
/** How many rows of A are packed at a time: they stay in the second-level cache. A multiple of ROWS. */
const BLOCK: usize = 240

/** Bytes of scratch memory that a multiplication with N columns of C needs. */
export function scratchBytes32(N: usize): usize {
  return scratchBytes<f32>(N)
}
export function scratchBytes64(N: usize): usize {
  return scratchBytes<f64>(N)
}

/** All addresses are in bytes; row distances lda, ldb, ldc are in elements. With add, C is added to. */
// prettier-ignore
export function gemm32(ta: bool, tb: bool, M: usize, N: usize, K: usize, A: usize, lda: usize, B: usize, ldb: usize, add: bool, C: usize, ldc: usize, scratch: usize): void {
  gemm<f32>(ta, tb, M, N, K, A, lda, B, ldb, add, C, ldc, scratch)
}
// prettier-ignore
export function gemm64(ta: bool, tb: bool, M: usize, N: usize, K: usize, A: usize, lda: usize, B: usize, ldb: usize, add: bool, C: usize, ldc: usize, scratch: usize): void {
  gemm<f64>(ta, tb, M, N, K, A, lda, B, ldb, add, C, ldc, scratch)
}

function scratchBytes<T>(N: usize): usize {
  const columns: usize = ROW_BYTES / <usize>sizeof<T>()
  const panels = (N + columns - 1) / columns
  return BLOCK * DEPTH * <usize>sizeof<T>() + panels * DEPTH * ROW_BYTES + ROWS * ROW_BYTES
}

// prettier-ignore
function gemm<T>(ta: bool, tb: bool, M: usize, N: usize, K: usize, A: usize, lda: usize, B: usize, ldb: usize, add: bool, C: usize, ldc: usize, scratch: usize): void {
  const bytes = <usize>sizeof<T>()
  const columns: usize = ROW_BYTES / bytes
  const packedA = scratch
  const packedB = packedA + BLOCK * DEPTH * bytes
  const tile = packedB + ((N + columns - 1) / columns) * DEPTH * ROW_BYTES
  for (let k0: usize = 0; k0 < K; k0 += DEPTH) {
    const depth = min(DEPTH, K - k0)
    const accumulate = add || k0 > 0
    for (let j: usize = 0; j < N; j += columns) {
      pack<T>(packedB + j * depth * bytes, columns, B, tb ? ldb : 1, tb ? 1 : ldb, j, N, k0, depth)
    }
    for (let i0: usize = 0; i0 < M; i0 += BLOCK) {
      const end = min(M, i0 + BLOCK)
      for (let i = i0; i < end; i += ROWS) {
        pack<T>(packedA + (i - i0) * depth * bytes, ROWS, A, ta ? 1 : lda, ta ? lda : 1, i, M, k0, depth)
      }
      for (let j: usize = 0; j < N; j += columns) {
        const panelB = packedB + j * depth * bytes
        for (let i = i0; i < end; i += ROWS) {
          const panelA = packedA + (i - i0) * depth * bytes
          const corner = C + (i * ldc + j) * bytes
          if (i + ROWS <= M && j + columns <= N) {
            multiplyTile<T>(panelA, panelB, depth, corner, ldc * bytes, accumulate)
          } else {
            multiplyTile<T>(panelA, panelB, depth, tile, ROW_BYTES, false)
            copyPart<T>(tile, min(ROWS, M - i), min(columns, N - j), corner, ldc * bytes, accumulate)
          }
        }
      }
    }
  }
}

/** A tile of the product of a packed panel of A and one of B, stored at or added to C. */
// prettier-ignore
function multiplyTile<T>(a: usize, b: usize, depth: usize, C: usize, rowStep: usize, accumulate: bool): void {
  const bytes = <usize>sizeof<T>()
  let c00 = v128.splat<T>(<T>0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00
  for (let k: usize = 0; k < depth; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let x = loadSplat<T>(a)
    c00 = v128.relaxed_madd<T>(x, b0, c00); c01 = v128.relaxed_madd<T>(x, b1, c01)
    x = loadSplat<T>(a + bytes)
    c10 = v128.relaxed_madd<T>(x, b0, c10); c11 = v128.relaxed_madd<T>(x, b1, c11)
    x = loadSplat<T>(a + 2 * bytes)
    c20 = v128.relaxed_madd<T>(x, b0, c20); c21 = v128.relaxed_madd<T>(x, b1, c21)
    x = loadSplat<T>(a + 3 * bytes)
    c30 = v128.relaxed_madd<T>(x, b0, c30); c31 = v128.relaxed_madd<T>(x, b1, c31)
    x = loadSplat<T>(a + 4 * bytes)
    c40 = v128.relaxed_madd<T>(x, b0, c40); c41 = v128.relaxed_madd<T>(x, b1, c41)
    x = loadSplat<T>(a + 5 * bytes)
    c50 = v128.relaxed_madd<T>(x, b0, c50); c51 = v128.relaxed_madd<T>(x, b1, c51)
    a += ROWS * bytes
    b += ROW_BYTES
  }
  storeRow<T>(C, c00, c01, accumulate); C += rowStep
  storeRow<T>(C, c10, c11, accumulate); C += rowStep
  storeRow<T>(C, c20, c21, accumulate); C += rowStep
  storeRow<T>(C, c30, c31, accumulate); C += rowStep
  storeRow<T>(C, c40, c41, accumulate); C += rowStep
  storeRow<T>(C, c50, c51, accumulate)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function loadSplat<T>(address: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(address) : v128.load64_splat(address)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function storeRow<T>(C: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = v128.add<T>(left, v128.load(C))
    right = v128.add<T>(right, v128.load(C, 16))
  }
  v128.store(C, left)
  v128.store(C, right, 16)
}

/** The part of a tile that lies inside C, stored at or added to it. */
// prettier-ignore
function copyPart<T>(tile: usize, rows: usize, columns: usize, C: usize, rowStep: usize, accumulate: bool): void {
  const bytes = <usize>sizeof<T>()
  for (let r: usize = 0; r < rows; r++) {
    for (let c: usize = 0; c < columns; c++) {
      const value = load<T>(tile + r * ROW_BYTES + c * bytes)
      const address = C + r * rowStep + c * bytes
      store<T>(address, accumulate ? value + load<T>(address) : value)
    }
  }
}
