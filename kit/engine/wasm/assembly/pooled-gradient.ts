// The gradient of a convolution's filters behind max pooling: see kit/layers/conv/pooled-gradients.ts.
import { scratch } from './scratch'

/** How many maxima of a filter are looked up at once: each keeps 8 bytes in `scratch`. */
const AT_ONCE = 256

/**
 * Adds to each of F filters, `vectors` vectors, the patches of the image that its maxima were computed from, times their
 * gradients. Vector v of a patch lies offsets[v] elements behind its corner; six vectors are added up at a time.
 */
// prettier-ignore
export function pooledFilterGradient(dw: usize, dout: usize, maxIndices: usize, image: usize, corners: usize, offsets: usize, F: i32, count: i32, places: i32, vectors: i32): void {
  for (let f = 0; f < F; f++, dw += vectors << 4) {
    // Maxima are counted through all channels, places through one.
    const cornersOfFilter = corners - (f * places << 2)
    for (let left = count; left > 0; left -= AT_ONCE) {
      const some = min(left, AT_ONCE)
      const end = lookUp(dout, maxIndices, image, cornersOfFilter, some)
      for (let v = 0; v < vectors; v += 6) addSix(dw + (v << 4), offsets + (v << 2), end)
      dout += some << 2
      maxIndices += some << 2
    }
  }
}

/** For each maximum whose gradient is not 0, the address of its corner in the image, and the gradient. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function lookUp(dout: usize, maxIndices: usize, image: usize, corners: usize, count: i32): usize {
  let end = scratch
  for (let k: usize = 0; k < <usize>count << 2; k += 4) {
    const gradient = load<f32>(dout + k)
    store<usize>(end, image + (load<i32>(corners + (load<i32>(maxIndices + k) << 2)) << 2))
    store<f32>(end, gradient, 4)
    // Selected and not jumped over: which gradients are 0 is random, and processors are slow where they guess wrong.
    end = select<usize>(end + 8, end, gradient != 0)
  }
  return end
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function addSix(to: usize, offsets: usize, end: usize): void {
  const o0 = load<i32>(offsets) << 2, o1 = load<i32>(offsets, 4) << 2, o2 = load<i32>(offsets, 8) << 2
  const o3 = load<i32>(offsets, 12) << 2, o4 = load<i32>(offsets, 16) << 2, o5 = load<i32>(offsets, 20) << 2
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0
  for (let maximum = scratch; maximum < end; maximum += 8) {
    const corner = load<usize>(maximum)
    const gradient = v128.load32_splat(maximum, 4)
    s0 = f32x4.relaxed_madd(gradient, v128.load(corner + o0), s0)
    s1 = f32x4.relaxed_madd(gradient, v128.load(corner + o1), s1)
    s2 = f32x4.relaxed_madd(gradient, v128.load(corner + o2), s2)
    s3 = f32x4.relaxed_madd(gradient, v128.load(corner + o3), s3)
    s4 = f32x4.relaxed_madd(gradient, v128.load(corner + o4), s4)
    s5 = f32x4.relaxed_madd(gradient, v128.load(corner + o5), s5)
  }
  v128.store(to, f32x4.add(v128.load(to), s0))
  v128.store(to, f32x4.add(v128.load(to, 16), s1), 16)
  v128.store(to, f32x4.add(v128.load(to, 32), s2), 32)
  v128.store(to, f32x4.add(v128.load(to, 48), s3), 48)
  v128.store(to, f32x4.add(v128.load(to, 64), s4), 64)
  v128.store(to, f32x4.add(v128.load(to, 80), s5), 80)
}
