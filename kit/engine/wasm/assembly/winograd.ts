// Winograd's minimal filtering, the transforms of F(4 x 4, 3 x 3) and F(6 x 6, 3 x 3): see kit/layers/conv/winograd.ts.
// Four channels at a time, which is why their number must be a multiple of four.
//
// Each transform is done along one axis after the other: first for each column of a tile, into `tile`, and then for each
// row of the result. `size` is the number of outputs along a side, 4 or 6, and a transformed tile has two more. Each
// kernel is compiled once for each size, with its loops and its sums written out.
import { filterAxis, filterGradientAxis, gradientAxis, inputAxis, inputGradientAxis, outputAxis } from './winograd-axes'
import { scratch as tile } from './scratch'

/** Bytes between two rows of `tile`: up to 8 vectors. */
const ROW: usize = 128

/** G g G^T of each filter g, for `count` filters that lie side by side, (3, 3, count). */
export function winogradFilters(out: usize, filters: usize, count: usize, positionStep: usize, size: usize): void {
  if (size == 4) transformFilters(4, out, filters, count, positionStep)
  else transformFilters(6, out, filters, count, positionStep)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function transformFilters(size: usize, out: usize, filters: usize, count: usize, positionStep: usize): void {
  const side = size + 2
  const position = positionStep << 2
  const step = count << 2
  for (let i: usize = 0; i < step; i += 16) {
    for (let q: usize = 0; q < 3; q++) filterAxis(size, tile + 16 * q, ROW, filters + q * step + i, 3 * step)
    for (let p: usize = 0; p < side; p++) {
      filterAxis(size, out + p * side * position + i, position, tile + p * ROW, 16)
    }
  }
}

/** The opposite way: G^T d G of each gradient d of such a product, as (3, 3, count). */
// prettier-ignore
export function winogradFilterGradient(out: usize, gradient: usize, count: usize, positionStep: usize, size: usize): void {
  if (size == 4) filterGradients(4, out, gradient, count, positionStep)
  else filterGradients(6, out, gradient, count, positionStep)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function filterGradients(size: usize, out: usize, gradient: usize, count: usize, positionStep: usize): void {
  const side = size + 2
  const position = positionStep << 2
  const step = count << 2
  for (let i: usize = 0; i < step; i += 16) {
    for (let q: usize = 0; q < side; q++) {
      filterGradientAxis(size, tile + 16 * q, ROW, gradient + q * position + i, side * position)
    }
    for (let p: usize = 0; p < 3; p++) filterGradientAxis(size, out + p * 3 * step + i, step, tile + p * ROW, 16)
  }
}

/** B^T d B of each tile d of an image (height, width, C), `size` pixels after the tile before. */
// prettier-ignore
export function winogradInput(out: usize, image: usize, C: usize, tileRows: usize, tileColumns: usize, positionStep: usize, size: usize): void {
  if (size == 4) transformInput(4, out, image, C, tileRows, tileColumns, positionStep)
  else transformInput(6, out, image, C, tileRows, tileColumns, positionStep)
}

// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
function transformInput(size: usize, out: usize, image: usize, C: usize, tileRows: usize, tileColumns: usize, positionStep: usize): void {
  const side = size + 2
  const step = C << 2
  const rowStep = (tileColumns * size + 2) * step
  const position = positionStep << 2
  for (let i: usize = 0; i < tileRows; i++) {
    for (let j: usize = 0; j < tileColumns; j++) {
      const corner = image + i * size * rowStep + j * size * step
      for (let c: usize = 0; c < step; c += 16, out += 16) {
        let from = corner + c
        for (let q: usize = 0; q < side; q++, from += step) inputAxis(size, tile + 16 * q, ROW, from, rowStep)
        let to = out
        for (let p: usize = 0; p < side; p++, to += side * position) inputAxis(size, to, position, tile + p * ROW, 16)
      }
    }
  }
}

/** The opposite way: adds B m B^T of each product m to its tile of an image (height, width, C). */
// prettier-ignore
export function winogradInputGradient(image: usize, products: usize, C: usize, tileRows: usize, tileColumns: usize, positionStep: usize, size: usize): void {
  if (size == 4) inputGradient(4, image, products, C, tileRows, tileColumns, positionStep)
  else inputGradient(6, image, products, C, tileRows, tileColumns, positionStep)
}

// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
function inputGradient(size: usize, image: usize, products: usize, C: usize, tileRows: usize, tileColumns: usize, positionStep: usize): void {
  const side = size + 2
  const step = C << 2
  const rowStep = (tileColumns * size + 2) * step
  const position = positionStep << 2
  const line = tile + side * ROW
  for (let i: usize = 0; i < tileRows; i++) {
    for (let j: usize = 0; j < tileColumns; j++) {
      const corner = image + i * size * rowStep + j * size * step
      for (let c: usize = 0; c < step; c += 16, products += 16) {
        let from = products
        for (let q: usize = 0; q < side; q++, from += position) {
          inputGradientAxis(size, tile + 16 * q, ROW, from, side * position)
        }
        let to = corner + c
        for (let p: usize = 0; p < side; p++, to += rowStep) {
          inputGradientAxis(size, line, 16, tile + p * ROW, 16)
          for (let q: usize = 0; q < side; q++) {
            v128.store(to + q * step, f32x4.add(v128.load(to + q * step), v128.load(line + 16 * q)))
          }
        }
      }
    }
  }
}

/** A d A^T of each tile d of an upstream gradient (height, width, F). */
// prettier-ignore
export function winogradGradient(out: usize, dout: usize, F: usize, tileRows: usize, tileColumns: usize, positionStep: usize, size: usize): void {
  if (size == 4) transformGradient(4, out, dout, F, tileRows, tileColumns, positionStep)
  else transformGradient(6, out, dout, F, tileRows, tileColumns, positionStep)
}

// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
function transformGradient(size: usize, out: usize, dout: usize, F: usize, tileRows: usize, tileColumns: usize, positionStep: usize): void {
  const side = size + 2
  const step = F << 2
  const rowStep = tileColumns * size * step
  const position = positionStep << 2
  for (let i: usize = 0; i < tileRows; i++) {
    for (let j: usize = 0; j < tileColumns; j++) {
      const corner = dout + i * size * rowStep + j * size * step
      for (let c: usize = 0; c < step; c += 16, out += 16) {
        let from = corner + c
        for (let q: usize = 0; q < size; q++, from += step) gradientAxis(size, tile + 16 * q, ROW, from, rowStep)
        let to = out
        for (let p: usize = 0; p < side; p++, to += side * position) gradientAxis(size, to, position, tile + p * ROW, 16)
      }
    }
  }
}

/** A^T m A + b of each product m, as a tile of the output (F, H, W); with `withRelu`, negative numbers become 0. */
// prettier-ignore
export function winogradOutput(out: usize, products: usize, b: usize, F: i32, H: i32, W: i32, positionStep: i32, size: usize, withRelu: bool): void {
  if (size == 4) transformOutput(4, out, products, b, F, H, W, positionStep, withRelu)
  else transformOutput(6, out, products, b, F, H, W, positionStep, withRelu)
}

// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
function transformOutput(size: usize, out: usize, products: usize, b: usize, F: i32, H: i32, W: i32, positionStep: i32, withRelu: bool): void {
  const side = size + 2
  const position = <usize>positionStep << 2
  const least = f32x4.splat(withRelu ? <f32>0 : -Infinity as f32)
  const plane = <usize>(H * W) << 2
  const line = tile + side * ROW
  for (let i = 0; i < H; i += <i32>size) {
    for (let j = 0; j < W; j += <i32>size) {
      const rows = min(<i32>size, H - i)
      const columns = min(<i32>size, W - j)
      let to: usize = out + (i * W + j << 2)
      for (let f = 0; f < F; f += 4, products += 16, to += 4 * plane) {
        let from = products
        for (let q: usize = 0; q < side; q++, from += position) {
          outputAxis(size, tile + 16 * q, ROW, from, side * position)
        }
        const bias = v128.load(b + (f << 2))
        for (let p: usize = 0; p < <usize>rows; p++) {
          outputAxis(size, line, 16, tile + p * ROW, 16)
          storeTransposed(to + (p * <usize>W << 2), plane, line, min(4, columns), bias, least)
          if (columns > 4) storeTransposed(to + (p * <usize>W + 4 << 2), plane, line + 64, columns - 4, bias, least)
        }
      }
    }
  }
}

/** Stores `count` vectors of four channels, at most four, as `count` pixels in each of four planes. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
function storeTransposed(to: usize, plane: usize, from: usize, count: i32, bias: v128, least: v128): void {
  const w = f32x4.max(f32x4.add(v128.load(from), bias), least), x = f32x4.max(f32x4.add(v128.load(from, 16), bias), least)
  const wx = v128.shuffle<f32>(w, x, 0, 4, 1, 5), WX = v128.shuffle<f32>(w, x, 2, 6, 3, 7)
  if (count == 2) {
    v128.store64_lane(to, wx, 0)
    v128.store64_lane(to + plane, wx, 1)
    v128.store64_lane(to + 2 * plane, WX, 0)
    v128.store64_lane(to + 3 * plane, WX, 1)
    return
  }
  const y = f32x4.max(f32x4.add(v128.load(from, 32), bias), least), z = f32x4.max(f32x4.add(v128.load(from, 48), bias), least)
  const yz = v128.shuffle<f32>(y, z, 0, 4, 1, 5), YZ = v128.shuffle<f32>(y, z, 2, 6, 3, 7)
  storePart(to, v128.shuffle<f64>(wx, yz, 0, 2), count)
  storePart(to + plane, v128.shuffle<f64>(wx, yz, 1, 3), count)
  storePart(to + 2 * plane, v128.shuffle<f64>(WX, YZ, 0, 2), count)
  storePart(to + 3 * plane, v128.shuffle<f64>(WX, YZ, 1, 3), count)
}

/** The first `count` numbers of a vector, at most all four. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function storePart(to: usize, x: v128, count: i32): void {
  if (count == 4) {
    v128.store(to, x)
    return
  }
  if (count == 1) {
    v128.store32_lane(to, x, 0)
    return
  }
  v128.store64_lane(to, x, 0)
  if (count == 3) v128.store32_lane(to, x, 2, 8)
}
