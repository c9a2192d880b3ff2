import { setImmediate } from 'node:timers/promises'
import { isWeight, type Batch, type Model } from '#kit/solver/index.ts'
import { Random, tensor, type Tensor } from '#kit/tensor/index.ts'

type Instruments = Pick<
  typeof import('#work/5-training/sanity-checks.ts'),
  'numericGradient' | 'relativeError'
>

/** The relative error of each parameter's gradient, by name; undefined if the gradient is too small to measure. */
export type GradientErrors = Readonly<Record<string, number | undefined>>

/** How many random elements of each parameter are checked, besides the one with the largest gradient. */
const OTHERS = 2
/** In a network with more parameters than this, only that one is checked, because each costs two forward passes. */
const MANY = 40
/**
 * The step sizes to try. If a ReLU or a maximum switches between the two points of a step, the numeric gradient is
 * useless. So an element that seems wrong is measured again with a smaller step, which avoids a kink but not a mistake.
 */
const STEPS = [1e-5, 1e-6, 1e-7]
/** An error that needs no second measurement. */
const GOOD = 1e-5
/** The size of the numbers that replace zeros among the weights. */
const SMALL = 0.01
/** Smaller gradients are not measured: the rounding of a float64 loss, divided by a step, is about 1e-10. */
const UNMEASURABLE = 1e-6

/**
 * Compares the gradient from `model.loss` with a numeric gradient in float64, at a few elements of every parameter that
 * is trained.
 *
 * @param model - its parameters become float64; it must not be used afterwards
 * @param onProgress - called with the number of finished parameters and the total
 * @returns undefined when the loss differs each time, so that nothing can be measured
 */
export async function measureGradients(
  model: Model,
  batch: Batch,
  { numericGradient, relativeError }: Instruments,
  onProgress: (done: number, total: number) => void,
): Promise<GradientErrors | undefined> {
  const all = Object.keys(model.params)
  for (const name of all) model.params[name] = model.params[name].astype('float64')
  withoutZeros(all.filter(isWeight).map((name) => model.params[name]))
  // Nothing depends on the gradients of the others.
  const names = all.filter((name) => !model.fixed?.has(name))
  const [x, { labels }] = [batch.x.astype('float64'), batch]
  const start = model.masks?.position
  const loss = () => {
    // Every call drops the same units.
    if (model.masks && start !== undefined) model.masks.position = start
    return model.loss(x, labels)
  }
  const first = loss()
  if (first.loss !== loss().loss) return undefined
  const random = new Random(0)
  const others = names.length > MANY ? 0 : OTHERS
  const errors: Record<string, number | undefined> = {}
  for (const [done, name] of names.entries()) {
    const w = model.params[name]
    /** Returns a function that computes the loss with one element of the parameter replaced. */
    const lossWith = (i: number) => (z: Tensor) => {
      const moved = w.clone()
      moved.data[i] = z.data[0]
      model.params[name] = moved
      const { loss: value } = loss()
      model.params[name] = w
      return value
    }
    const measured = chosen(first.grads[name], others, random).flatMap((i) => {
      const analytic = tensor([first.grads[name].data[i]])
      let best = Infinity
      for (const step of STEPS) {
        const numeric = numericGradient(lossWith(i), tensor([w.data[i]]), step)
        if (Math.max(...[analytic, numeric].map(({ data }) => Math.abs(data[0]))) < UNMEASURABLE) return []
        const error = relativeError(analytic, numeric)
        // A smaller step cannot fix NaN.
        if (!(error >= best)) best = error
        if (!(best > GOOD)) break
      }
      return [best]
    })
    errors[name] = measured.length === 0 ? undefined : Math.max(...measured)
    onProgress(done + 1, names.length)
    await setImmediate()
  }
  return errors
}

/**
 * Replaces zeros among the weights by small numbers. After a ReLU, identity filters give zeros in many places, and where
 * all numbers in a window are equal, max pooling has no gradient.
 */
function withoutZeros(weights: readonly Tensor[]): void {
  const random = new Random(1)
  for (const { data } of weights) {
    data.forEach((value, i) => {
      if (value === 0) data[i] = random.uniform(-SMALL, SMALL)
    })
  }
}

/** Returns some indices of a gradient: that of its largest element, and random others. */
function chosen({ data }: Tensor, count: number, random: Random): number[] {
  let largest = 0
  for (let i = 1; i < data.length; i++) if (Math.abs(data[i]) > Math.abs(data[largest])) largest = i
  const others = Array.from({ length: count }, () => Math.floor(random.uniform(0, data.length)))
  return [...new Set([largest, ...others])]
}
