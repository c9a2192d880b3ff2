// The matrices of Winograd's minimal filtering, each multiplied by the vectors along one axis of a tile. The vectors are
// `step` bytes apart, and the results `toStep` bytes. `kit/engine/loops/winograd.ts` has the matrices as numbers.
//
// Their points come in pairs, a and -a, so that each pair shares the sums of the even and of the odd rows: 1 and 2, and
// for tiles of 6 outputs also 1/2. `size` is 4 or 6. It is constant wherever these functions are inlined.

// @ts-ignore: a decorator of AssemblyScript
@inline
function splat(value: f32): v128 {
  return f32x4.splat(value)
}

/** even + odd, and even - odd: the results for a and -a. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function storePair(to: usize, toStep: usize, even: v128, odd: v128): void {
  v128.store(to, f32x4.add(even, odd))
  v128.store(to + toStep, f32x4.sub(even, odd))
}

/** G: three elements of a filter. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
export function filterAxis(size: usize, to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step)
  if (size == 4) {
    v128.store(to, f32x4.mul(a, splat(1 / 4)))
    storePair(to + toStep, toStep, f32x4.mul(f32x4.add(a, c), splat(-1 / 6)), f32x4.mul(b, splat(-1 / 6)))
    const even = f32x4.relaxed_madd(a, splat(1 / 24), f32x4.mul(c, splat(1 / 6)))
    storePair(to + 3 * toStep, toStep, even, f32x4.mul(b, splat(1 / 12)))
    v128.store(to + 5 * toStep, c)
  } else {
    v128.store(to, f32x4.neg(a))
    storePair(to + toStep, toStep, f32x4.mul(f32x4.add(a, c), splat(-2 / 9)), f32x4.mul(b, splat(-2 / 9)))
    const outer = f32x4.relaxed_madd(a, splat(1 / 90), f32x4.mul(c, splat(2 / 45)))
    storePair(to + 3 * toStep, toStep, outer, f32x4.mul(b, splat(1 / 45)))
    const inner = f32x4.relaxed_madd(a, splat(32 / 45), f32x4.mul(c, splat(8 / 45)))
    storePair(to + 5 * toStep, toStep, inner, f32x4.mul(b, splat(16 / 45)))
    v128.store(to + 7 * toStep, c)
  }
}

/** G^T. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
export function filterGradientAxis(size: usize, to: usize, toStep: usize, from: usize, step: usize): void {
  const first = v128.load(from), last = v128.load(from + (size + 1) * step)
  const m1 = v128.load(from + step), m2 = v128.load(from + 2 * step)
  const m3 = v128.load(from + 3 * step), m4 = v128.load(from + 4 * step)
  const e1 = f32x4.add(m1, m2), o1 = f32x4.sub(m1, m2), e2 = f32x4.add(m3, m4), o2 = f32x4.sub(m3, m4)
  if (size == 4) {
    const ends = f32x4.mul(e1, splat(-1 / 6))
    v128.store(to, f32x4.add(f32x4.relaxed_madd(first, splat(1 / 4), ends), f32x4.mul(e2, splat(1 / 24))))
    v128.store(to + toStep, f32x4.relaxed_madd(o1, splat(-1 / 6), f32x4.mul(o2, splat(1 / 12))))
    v128.store(to + 2 * toStep, f32x4.add(f32x4.relaxed_madd(e2, splat(1 / 6), ends), last))
  } else {
    const m5 = v128.load(from + 5 * step), m6 = v128.load(from + 6 * step)
    const e3 = f32x4.add(m5, m6), o3 = f32x4.sub(m5, m6)
    const ends = f32x4.mul(e1, splat(-2 / 9))
    const a = f32x4.relaxed_madd(e2, splat(1 / 90), f32x4.sub(ends, first))
    v128.store(to, f32x4.relaxed_madd(e3, splat(32 / 45), a))
    const b = f32x4.relaxed_madd(o1, splat(-2 / 9), f32x4.mul(o2, splat(1 / 45)))
    v128.store(to + toStep, f32x4.relaxed_madd(o3, splat(16 / 45), b))
    const c = f32x4.relaxed_madd(e2, splat(2 / 45), f32x4.add(ends, last))
    v128.store(to + 2 * toStep, f32x4.relaxed_madd(e3, splat(8 / 45), c))
  }
}

/** B^T: neighbouring pixels of a tile. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
export function inputAxis(size: usize, to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step)
  const d = v128.load(from + 3 * step), e = v128.load(from + 4 * step), f = v128.load(from + 5 * step)
  if (size == 4) {
    const four = splat(4)
    const ec = f32x4.sub(e, c), db = f32x4.sub(d, b)
    v128.store(to, f32x4.relaxed_madd(four, f32x4.sub(a, c), ec))
    storePair(to + toStep, toStep, f32x4.relaxed_nmadd(four, c, e), f32x4.relaxed_nmadd(four, b, d))
    storePair(to + 3 * toStep, toStep, ec, f32x4.mul(db, splat(2)))
    v128.store(to + 5 * toStep, f32x4.relaxed_nmadd(four, db, f32x4.sub(f, d)))
  } else {
    const g = v128.load(from + 6 * step), h = v128.load(from + 7 * step)
    v128.store(to, f32x4.relaxed_madd(splat(21 / 4), f32x4.sub(c, e), f32x4.sub(g, a)))
    const even = f32x4.relaxed_nmadd(splat(17 / 4), e, f32x4.add(c, g))
    storePair(to + toStep, toStep, even, f32x4.relaxed_nmadd(splat(17 / 4), d, f32x4.add(b, f)))
    const outer = f32x4.relaxed_madd(splat(1 / 4), c, f32x4.relaxed_nmadd(splat(5 / 4), e, g))
    const odd2 = f32x4.relaxed_madd(splat(1 / 2), b, f32x4.relaxed_nmadd(splat(5 / 2), d, f32x4.add(f, f)))
    storePair(to + 3 * toStep, toStep, outer, odd2)
    const inner = f32x4.relaxed_madd(splat(4), c, f32x4.relaxed_nmadd(splat(5), e, g))
    const odd3 = f32x4.relaxed_madd(splat(2), b, f32x4.relaxed_nmadd(splat(5 / 2), d, f32x4.mul(f, splat(1 / 2))))
    storePair(to + 5 * toStep, toStep, inner, odd3)
    v128.store(to + 7 * toStep, f32x4.relaxed_madd(splat(21 / 4), f32x4.sub(d, f), f32x4.sub(h, b)))
  }
}

/** B. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
export function inputGradientAxis(size: usize, to: usize, toStep: usize, from: usize, step: usize): void {
  const first = v128.load(from), last = v128.load(from + (size + 1) * step)
  const m1 = v128.load(from + step), m2 = v128.load(from + 2 * step)
  const m3 = v128.load(from + 3 * step), m4 = v128.load(from + 4 * step)
  const e1 = f32x4.add(m1, m2), o1 = f32x4.sub(m1, m2), e2 = f32x4.add(m3, m4), o2 = f32x4.sub(m3, m4)
  if (size == 4) {
    const four = splat(4), first4 = f32x4.mul(first, four), odd2 = f32x4.add(o2, o2)
    v128.store(to, first4)
    v128.store(to + toStep, f32x4.relaxed_madd(four, f32x4.sub(last, o1), f32x4.neg(odd2)))
    v128.store(to + 2 * toStep, f32x4.relaxed_nmadd(four, e1, f32x4.neg(f32x4.add(e2, f32x4.add(first, first4)))))
    v128.store(to + 3 * toStep, f32x4.relaxed_nmadd(splat(5), last, f32x4.add(o1, odd2)))
    v128.store(to + 4 * toStep, f32x4.add(f32x4.add(first, e1), e2))
    v128.store(to + 5 * toStep, last)
  } else {
    const m5 = v128.load(from + 5 * step), m6 = v128.load(from + 6 * step)
    const e3 = f32x4.add(m5, m6), o3 = f32x4.sub(m5, m6), half = splat(1 / 2)
    v128.store(to, f32x4.neg(first))
    const b = f32x4.relaxed_madd(half, o2, f32x4.sub(o1, last))
    v128.store(to + toStep, f32x4.add(b, f32x4.add(o3, o3)))
    const c = f32x4.relaxed_madd(splat(21 / 4), first, f32x4.relaxed_madd(splat(4), e3, e1))
    v128.store(to + 2 * toStep, f32x4.relaxed_madd(splat(1 / 4), e2, c))
    const d = f32x4.relaxed_madd(splat(21 / 4), last, f32x4.mul(o1, splat(-17 / 4)))
    v128.store(to + 3 * toStep, f32x4.relaxed_nmadd(splat(5 / 2), f32x4.add(o2, o3), d))
    const e = f32x4.relaxed_nmadd(splat(17 / 4), e1, f32x4.mul(first, splat(-21 / 4)))
    v128.store(to + 4 * toStep, f32x4.relaxed_nmadd(splat(5 / 4), e2, f32x4.relaxed_nmadd(splat(5), e3, e)))
    const f = f32x4.relaxed_madd(half, o3, f32x4.relaxed_nmadd(splat(21 / 4), last, o1))
    v128.store(to + 5 * toStep, f32x4.add(f, f32x4.add(o2, o2)))
    v128.store(to + 6 * toStep, f32x4.add(f32x4.add(first, e1), f32x4.add(e2, e3)))
    v128.store(to + 7 * toStep, last)
  }
}

/** A: neighbouring elements of an upstream gradient. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
export function gradientAxis(size: usize, to: usize, toStep: usize, from: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step), d = v128.load(from + 3 * step)
  const four = splat(4)
  v128.store(to, a)
  if (size == 4) {
    storePair(to + toStep, toStep, f32x4.add(a, c), f32x4.add(b, d))
    const odd = f32x4.relaxed_madd(four, d, b)
    storePair(to + 3 * toStep, toStep, f32x4.relaxed_madd(four, c, a), f32x4.add(odd, odd))
    v128.store(to + 5 * toStep, d)
  } else {
    const e = v128.load(from + 4 * step), f = v128.load(from + 5 * step), quarter = splat(1 / 4)
    storePair(to + toStep, toStep, f32x4.add(f32x4.add(a, c), e), f32x4.add(f32x4.add(b, d), f))
    const odd = f32x4.relaxed_madd(four, f32x4.relaxed_madd(four, f, d), b)
    const outer = f32x4.relaxed_madd(four, f32x4.relaxed_madd(four, e, c), a)
    storePair(to + 3 * toStep, toStep, outer, f32x4.add(odd, odd))
    const odd3 = f32x4.relaxed_madd(quarter, f32x4.relaxed_madd(quarter, f, d), b)
    const inner = f32x4.relaxed_madd(quarter, f32x4.relaxed_madd(quarter, e, c), a)
    storePair(to + 5 * toStep, toStep, inner, f32x4.mul(odd3, splat(1 / 2)))
    v128.store(to + 7 * toStep, f)
  }
}

/** A^T: the products of a tile. */
// prettier-ignore
// @ts-ignore: a decorator of AssemblyScript
@inline
export function outputAxis(size: usize, to: usize, toStep: usize, from: usize, step: usize): void {
  const first = v128.load(from), last = v128.load(from + (size + 1) * step)
  const m1 = v128.load(from + step), m2 = v128.load(from + 2 * step)
  const m3 = v128.load(from + 3 * step), m4 = v128.load(from + 4 * step)
  const e1 = f32x4.add(m1, m2), o1 = f32x4.sub(m1, m2), e2 = f32x4.add(m3, m4), o2 = f32x4.sub(m3, m4)
  const a = f32x4.add(f32x4.add(first, e1), e2)
  const b = f32x4.relaxed_madd(splat(2), o2, o1)
  const c = f32x4.relaxed_madd(splat(4), e2, e1)
  const d = f32x4.relaxed_madd(splat(8), o2, o1)
  if (size == 4) {
    v128.store(to, a)
    v128.store(to + toStep, b)
    v128.store(to + 2 * toStep, c)
    v128.store(to + 3 * toStep, f32x4.add(d, last))
  } else {
    const m5 = v128.load(from + 5 * step), m6 = v128.load(from + 6 * step)
    const e3 = f32x4.add(m5, m6), o3 = f32x4.sub(m5, m6)
    v128.store(to, f32x4.add(a, e3))
    v128.store(to + toStep, f32x4.relaxed_madd(splat(1 / 2), o3, b))
    v128.store(to + 2 * toStep, f32x4.relaxed_madd(splat(1 / 4), e3, c))
    v128.store(to + 3 * toStep, f32x4.relaxed_madd(splat(1 / 8), o3, d))
    const e = f32x4.relaxed_madd(splat(16), e2, e1), f = f32x4.relaxed_madd(splat(32), o2, f32x4.add(o1, last))
    v128.store(to + 4 * toStep, f32x4.relaxed_madd(splat(1 / 16), e3, e))
    v128.store(to + 5 * toStep, f32x4.relaxed_madd(splat(1 / 32), o3, f))
  }
}
