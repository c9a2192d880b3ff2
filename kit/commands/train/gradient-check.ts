import { setImmediate } from 'node:timers/promises'
import type { Batch, Model } from '#kit/solver/index.ts'
import { Random, tensor, type Tensor } from '#kit/tensor/index.ts'

type Instruments = Pick<
  typeof import('#work/5-training/sanity-checks.ts'),
  'numericGradient' | 'relativeError'
>

/** How far each parameter's gradient is from a measured one, by its name; undefined where it is too small to measure. */
export type GradientErrors = Readonly<Record<string, number | undefined>>

/** How many numbers of each parameter are moved, beside the one with the largest gradient. */
const OTHERS = 2
/** In a network with more parameters than this, only that one is moved: each costs two passes through all layers. */
const MANY = 40
/**
 * Where a ReLU or a maximum changes its mind between the two points of a step, the measurement is worth nothing. So a
 * number that seems to be wrong is measured again with a smaller step: a kink is left behind, a mistake is not.
 */
const STEPS = [1e-5, 1e-6, 1e-7]
/** An error that needs no second look. */
const GOOD = 1e-5
/** The rounding of a loss in float64, divided by a step, is about 1e-10: that must be little beside the gradient. */
const UNMEASURABLE = 1e-6

/**
 * Compares the gradient that `model.loss` gives with a measured one, in float64, at a few numbers of every parameter.
 *
 * @param model - its parameters become float64; of no use afterwards
 * @param onProgress - called with how many parameters are done, of how many
 * @returns undefined when the loss is another one each time, so that nothing can be measured
 */
export async function measureGradients(
  model: Model,
  batch: Batch,
  { numericGradient, relativeError }: Instruments,
  onProgress: (done: number, total: number) => void,
): Promise<GradientErrors | undefined> {
  const names = Object.keys(model.params)
  for (const name of names) model.params[name] = model.params[name].astype('float64')
  const [x, { labels }] = [batch.x.astype('float64'), batch]
  const start = model.masks?.position
  const loss = () => {
    // The same numbers are dropped each time.
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
    /** The loss with one number of the parameter in the place of its own. */
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
        // NaN is no error that a smaller step could mend.
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

/** Some places of a gradient: that of its largest element, and others at random. */
function chosen({ data }: Tensor, count: number, random: Random): number[] {
  let largest = 0
  for (let i = 1; i < data.length; i++) if (Math.abs(data[i]) > Math.abs(data[largest])) largest = i
  const others = Array.from({ length: count }, () => Math.floor(random.uniform(0, data.length)))
  return [...new Set([largest, ...others])]
}
