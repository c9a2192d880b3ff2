import { add, mul, type Tensor } from '#kit/tensor/index.ts'
import type { Model } from '#kit/network/index.ts'

/** How many steps the fast weights take between two meetings with the slow ones. */
const STEPS = 5
/** The share of the slow weights that is left at a meeting, at the end of the training. */
const MOST_KEPT = 0.95 ** STEPS

/**
 * Lookahead: k steps forward, one step back. The weights of the network are the fast ones. Every 5 steps, the slow
 * weights move a part of the way to them, and the fast weights start again from there. The slow weights are an average
 * over many steps, which follows closely at first, and smooths more and more towards the end: at progress p, from 0 to
 * 1, they keep 0.95^5 p^3 of their old value. After the last step the network has the slow weights. (Zhang et al. 2019,
 * "Lookahead optimizer", algorithm 1; this schedule: Jordan 2024, arXiv 2404.00498, section 3.4.)
 *
 * The running averages of batch normalization are averaged with the weights.
 */
export class Lookahead {
  /** The slow weights by name; empty before the first meeting. */
  slow: Record<string, Tensor> = {}

  /**
   * Lets the weights meet if it is time, and replaces those of the model.
   *
   * @param step - the number of steps taken
   * @param steps - the number of all steps of the training
   */
  after(model: Model, step: number, steps: number): void {
    const isLast = step === steps
    if (step % STEPS !== 0 && !isLast) return
    const kept = MOST_KEPT * (step / steps) ** 3
    const meet = (name: string, fast: Tensor): Tensor => {
      const before = Object.hasOwn(this.slow, name) ? this.slow[name] : fast
      const met = add(mul(kept, before), mul(1 - kept, fast))
      this.slow[name] = met
      return met
    }
    for (const [name, w] of Object.entries(model.params)) {
      if (!model.fixed?.has(name)) model.params[name] = meet(name, w)
    }
    model.batchnormParams?.forEach((norm, i) => {
      for (const name of ['runningMean', 'runningVar'] as const) {
        if (norm[name]) norm[name] = meet(`${name}${i + 1}`, norm[name])
      }
    })
  }
}
