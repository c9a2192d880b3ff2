// Winograd's minimal filtering, the transforms of F(4 x 4, 3 x 3): see kit/layers/conv/winograd.ts. Four channels at a time,
// which is why their number must be a multiple of four.
//
// Below, a transform of one axis is written out as the few sums that its matrix comes down to, and done twice: first for
// each column of a tile, into `tile`, and then for each row of the result:
// 6 x 6 vectors.
import { scratch as tile } from './scratch'

/** Bytes between two rows of `tile`. */
const ROW: usize = 96

/** G g G^T of each filter g, for `count` filters that lie side by side, (3, 3, count). */
export function winogradFilters(out: usize, filters: usize, count: usize, positionStep: usize): void {
  const position = positionStep << 2
  const step = count << 2
  for (let i: usize = 0; i < step; i += 16) {
    for (let q: usize = 0; q < 3; q++) filterAxis(tile + 16 * q, ROW, filters + q * step + i, 3 * step)
    for (let p: usize = 0; p < 6; p++) filterAxis(out + p * 6 * position + i, position, tile + p * ROW, 16)
  }
}

/** The opposite way: G^T d G of each gradient d of such a product, as (3, 3, count). */
export function winogradFilterGradient(out: usize, gradient: usize, count: usize, positionStep: usize): void {
  const position = positionStep << 2
  const step = count << 2
  for (let i: usize = 0; i < step; i += 16) {
    for (let q: usize = 0; q < 6; q++) filterGradientAxis(tile + 16 * q, ROW, gradient + q * position + i, 6 * position)
    for (let p: usize = 0; p < 3; p++) filterGradientAxis(out + p * 3 * step + i, step, tile + p * ROW, 16)
  }
}

/** B^T d B of each tile d, 6 x 6 pixels that begin 4 after those of the tile before. */
// prettier-ignore
export function winogradInput(out: usize, image: usize, C: usize, tileRows: usize, tileColumns: usize, positionStep: usize): void {
  const step = C << 2
  const rowStep = (tileColumns * 4 + 2) * step
  const position = positionStep << 2
  for (let i: usize = 0; i < tileRows; i++) {
    for (let j: usize = 0; j < tileColumns; j++) {
      const corner = image + i * 4 * rowStep + j * 4 * step
      for (let c: usize = 0; c < step; c += 16, out += 16) {
        let from = corner + c
        for (let q: usize = 0; q < 6; q++, from += step) inputAxis(tile + 16 * q, ROW, from, rowStep)
        let to = out
        for (let p: usize = 0; p < 6; p++, to += 6 * position) inputAxis(to, position, tile + p * ROW, 16)
      }
    }
  }
}

/** A d A^T of each tile d, 4 x 4 elements of an upstream gradient. */
// prettier-ignore
export function winogradGradient(out: usize, dout: usize, F: usize, tileRows: usize, tileColumns: usize, positionStep: usize): void {
  const step = F << 2
  const rowStep = tileColumns * 4 * step
  const position = positionStep << 2
  for (let i: usize = 0; i < tileRows; i++) {
    for (let j: usize = 0; j < tileColumns; j++) {
      const corner = dout + i * 4 * rowStep + j * 4 * step
      for (let c: usize = 0; c < step; c += 16, out += 16) {
        let from = corner + c
        for (let q: usize = 0; q < 4; q++, from += step) gradientAxis(tile + 16 * q, ROW, from, rowStep)
        let to = out
        for (let p: usize = 0; p < 6; p++, to += 6 * position) gradientAxis(to, position, tile + p * ROW, 16)
      }
    }
  }
}

/** A^T m A + b of each product m, 6 x 6, as a tile of the output (F, H, W); with `withRelu`, negative numbers become 0. */
// prettier-ignore
export function winogradOutput(out: usize, products: usize, b: usize, F: i32, H: i32, W: i32, positionStep: i32, withRelu: bool): void {
  const position = <usize>positionStep << 2
  const least = f32x4.splat(withRelu ? <f32>0 : -Infinity as f32)
  const plane = <usize>(H * W) << 2
  const two = f32x4.splat(2), four = f32x4.splat(4)
  for (let i = 0; i < H; i += 4) {
    for (let j = 0; j < W; j += 4) {
      const rows = min(4, H - i)
      const columns = min(4, W - j)
      let to: usize = out + (i * W + j << 2)
      for (let f = 0; f < F; f += 4, products += 16, to += 4 * plane) {
        let from = products
        for (let q: usize = 0; q < 6; q++, from += position) outputAxis(tile + 16 * q, ROW, from, 6 * position)
        const bias = v128.load(b + (f << 2))
        for (let p: usize = 0; p < <usize>rows; p++) {
          // A^T as in outputAxis, but with the results in registers.
          const row = tile + p * ROW
          const r1 = v128.load(row, 16), r2 = v128.load(row, 32), r3 = v128.load(row, 48), r4 = v128.load(row, 64)
          const sum12 = f32x4.add(r1, r2), sum34 = f32x4.add(r3, r4)
          const odd12 = f32x4.add(f32x4.sub(r1, r2), bias), odd34 = f32x4.mul(two, f32x4.sub(r3, r4))
          const even12 = f32x4.add(sum12, bias)
          const w = f32x4.max(f32x4.add(f32x4.add(v128.load(row), even12), sum34), least)
          const x = f32x4.max(f32x4.add(odd12, odd34), least)
          const y = f32x4.max(f32x4.relaxed_madd(four, sum34, even12), least)
          const z = f32x4.max(f32x4.add(f32x4.relaxed_madd(four, odd34, odd12), v128.load(row, 80)), least)
          const wx = v128.shuffle<f32>(w, x, 0, 4, 1, 5), yz = v128.shuffle<f32>(y, z, 0, 4, 1, 5)
          const WX = v128.shuffle<f32>(w, x, 2, 6, 3, 7), YZ = v128.shuffle<f32>(y, z, 2, 6, 3, 7)
          const line = to + (p * <usize>W << 2)
          storePart(line, v128.shuffle<f64>(wx, yz, 0, 2), columns)
          storePart(line + plane, v128.shuffle<f64>(wx, yz, 1, 3), columns)
          storePart(line + 2 * plane, v128.shuffle<f64>(WX, YZ, 0, 2), columns)
          storePart(line + 3 * plane, v128.shuffle<f64>(WX, YZ, 1, 3), columns)
        }
      }
    }
  }
}

/** Multiplies three vectors, `step` bytes apart, by G. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function filterAxis(to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step)
  const sixth = f32x4.splat(1 / 6), ac = f32x4.mul(f32x4.add(a, c), sixth), b6 = f32x4.mul(b, sixth)
  const ends = f32x4.add(f32x4.mul(a, f32x4.splat(1 / 24)), f32x4.mul(c, sixth)), b12 = f32x4.mul(b, f32x4.splat(1 / 12))
  v128.store(to, f32x4.mul(a, f32x4.splat(1 / 4)))
  v128.store(to + toStep, f32x4.neg(f32x4.add(ac, b6)))
  v128.store(to + 2 * toStep, f32x4.sub(b6, ac))
  v128.store(to + 3 * toStep, f32x4.add(ends, b12))
  v128.store(to + 4 * toStep, f32x4.sub(ends, b12))
  v128.store(to + 5 * toStep, c)
}

/** Multiplies six vectors, `step` bytes apart, by G^T. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function filterGradientAxis(to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step)
  const d = v128.load(from + 3 * step), e = v128.load(from + 4 * step), f = v128.load(from + 5 * step)
  const sixth = f32x4.splat(1 / 6)
  const bc = f32x4.mul(f32x4.add(b, c), sixth), cb = f32x4.mul(f32x4.sub(c, b), sixth)
  const de = f32x4.add(d, e), ed = f32x4.sub(d, e)
  v128.store(to, f32x4.add(f32x4.sub(f32x4.mul(a, f32x4.splat(1 / 4)), bc), f32x4.mul(de, f32x4.splat(1 / 24))))
  v128.store(to + toStep, f32x4.add(cb, f32x4.mul(ed, f32x4.splat(1 / 12))))
  v128.store(to + 2 * toStep, f32x4.add(f32x4.sub(f32x4.mul(de, sixth), bc), f))
}

/** Multiplies six vectors, `step` bytes apart, by B^T. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function inputAxis(to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step)
  const d = v128.load(from + 3 * step), e = v128.load(from + 4 * step), f = v128.load(from + 5 * step)
  const two = f32x4.splat(2), four = f32x4.splat(4)
  const ec = f32x4.sub(e, c), db = f32x4.sub(d, b)
  const ac = f32x4.sub(a, c), bd = f32x4.mul(db, two)
  v128.store(to, f32x4.relaxed_madd(four, ac, ec))
  const even = f32x4.relaxed_nmadd(four, c, e), odd = f32x4.relaxed_nmadd(four, b, d)
  v128.store(to + toStep, f32x4.add(even, odd))
  v128.store(to + 2 * toStep, f32x4.sub(even, odd))
  v128.store(to + 3 * toStep, f32x4.add(ec, bd))
  v128.store(to + 4 * toStep, f32x4.sub(ec, bd))
  v128.store(to + 5 * toStep, f32x4.relaxed_nmadd(four, db, f32x4.sub(f, d)))
}

/** Multiplies four vectors, `step` bytes apart, by A. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function gradientAxis(to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step), d = v128.load(from + 3 * step)
  const two = f32x4.splat(2), four = f32x4.splat(4)
  const even = f32x4.add(a, c), odd = f32x4.add(b, d)
  const even2 = f32x4.relaxed_madd(four, c, a), odd2 = f32x4.mul(two, f32x4.relaxed_madd(four, d, b))
  v128.store(to, a)
  v128.store(to + toStep, f32x4.add(even, odd))
  v128.store(to + 2 * toStep, f32x4.sub(even, odd))
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2))
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2))
  v128.store(to + 5 * toStep, d)
}

/** Multiplies six vectors, `step` bytes apart, by A^T. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function outputAxis(to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step)
  const d = v128.load(from + 3 * step), e = v128.load(from + 4 * step), f = v128.load(from + 5 * step)
  const two = f32x4.splat(2), four = f32x4.splat(4)
  const bc = f32x4.add(b, c), cb = f32x4.sub(b, c)
  const de = f32x4.add(d, e), ed = f32x4.mul(two, f32x4.sub(d, e))
  v128.store(to, f32x4.add(f32x4.add(a, bc), de))
  v128.store(to + toStep, f32x4.add(cb, ed))
  v128.store(to + 2 * toStep, f32x4.relaxed_madd(four, de, bc))
  v128.store(to + 3 * toStep, f32x4.add(f32x4.relaxed_madd(four, ed, cb), f))
}

/** The first `count` numbers of a vector, at most all four. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function storePart(to: usize, x: v128, count: i32): void {
  if (count == 4) {
    v128.store(to, x)
    return
  }
  v128.store32_lane(to, x, 0)
  if (count > 1) v128.store32_lane(to, x, 1, 4)
  if (count > 2) v128.store32_lane(to, x, 2, 8)
}
