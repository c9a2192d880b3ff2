// The update rules, each in one walk over the weights.

/** nextW = w - rate · dw. */
export function sgd(nextW: usize, w: usize, dw: usize, count: usize, rate: f32): void {
  const rates = f32x4.splat(rate)
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) v128.store(nextW + i, f32x4.sub(v128.load(w + i), f32x4.mul(rates, v128.load(dw + i))))
  for (; i < bytes; i += 4) store<f32>(nextW + i, load<f32>(w + i) - rate * load<f32>(dw + i))
}

/** nextVelocity = momentum · velocity - rate · dw; nextW = w + nextVelocity. */
// prettier-ignore
export function sgdMomentum(nextW: usize, nextVelocity: usize, w: usize, dw: usize, velocity: usize, count: usize, rate: f32, momentum: f32): void {
  const rates = f32x4.splat(rate)
  const momentums = f32x4.splat(momentum)
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    const next = f32x4.sub(f32x4.mul(momentums, v128.load(velocity + i)), f32x4.mul(rates, v128.load(dw + i)))
    v128.store(nextVelocity + i, next)
    v128.store(nextW + i, f32x4.add(v128.load(w + i), next))
  }
  for (; i < bytes; i += 4) {
    const next = momentum * load<f32>(velocity + i) - rate * load<f32>(dw + i)
    store<f32>(nextVelocity + i, next)
    store<f32>(nextW + i, load<f32>(w + i) + next)
  }
}

/** nextCache = decay · cache + fresh · dw²; nextW = w - rate · dw / (√nextCache + epsilon), where fresh = 1 - decay. */
// prettier-ignore
export function rmsprop(nextW: usize, nextCache: usize, w: usize, dw: usize, cache: usize, count: usize, rate: f32, decay: f32, fresh: f32, epsilon: f32): void {
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    const d = v128.load(dw + i)
    const next = f32x4.add(f32x4.mul(f32x4.splat(decay), v128.load(cache + i)), f32x4.mul(f32x4.splat(fresh), f32x4.mul(d, d)))
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), d), f32x4.add(f32x4.sqrt(next), f32x4.splat(epsilon)))
    v128.store(nextCache + i, next)
    v128.store(nextW + i, f32x4.sub(v128.load(w + i), step))
  }
  for (; i < bytes; i += 4) {
    const d = load<f32>(dw + i)
    const next = decay * load<f32>(cache + i) + fresh * (d * d)
    store<f32>(nextCache + i, next)
    store<f32>(nextW + i, load<f32>(w + i) - (rate * d) / (sqrt<f32>(next) + epsilon))
  }
}

/**
 * nextM = beta1 · m + fresh1 · dw; nextV = beta2 · v + fresh2 · dw²; nextW = w - rate · nextM / (√(nextV · correction)
 * + epsilon), where fresh = 1 - beta, and `rate` has the correction of m in it.
 */
// prettier-ignore
export function adam(nextW: usize, nextM: usize, nextV: usize, w: usize, dw: usize, m: usize, v: usize, count: usize, rate: f32, beta1: f32, fresh1: f32, beta2: f32, fresh2: f32, correction: f32, epsilon: f32): void {
  const bytes = count * 4
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    const d = v128.load(dw + i)
    const mean = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(m + i)), f32x4.mul(f32x4.splat(fresh1), d))
    const square = f32x4.add(f32x4.mul(f32x4.splat(beta2), v128.load(v + i)), f32x4.mul(f32x4.splat(fresh2), f32x4.mul(d, d)))
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(square, f32x4.splat(correction))), f32x4.splat(epsilon))
    v128.store(nextM + i, mean)
    v128.store(nextV + i, square)
    v128.store(nextW + i, f32x4.sub(v128.load(w + i), f32x4.div(f32x4.mul(f32x4.splat(rate), mean), root)))
  }
  for (; i < bytes; i += 4) {
    const d = load<f32>(dw + i)
    const mean = beta1 * load<f32>(m + i) + fresh1 * d
    const square = beta2 * load<f32>(v + i) + fresh2 * (d * d)
    store<f32>(nextM + i, mean)
    store<f32>(nextV + i, square)
    store<f32>(nextW + i, load<f32>(w + i) - (rate * mean) / (sqrt<f32>(square * correction) + epsilon))
  }
}
