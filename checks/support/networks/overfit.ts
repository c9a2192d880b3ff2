// Not imported from data/index.ts, because loading the rest of that module would take longer than the check.
import { IMAGE_BYTES } from '#data/records.ts'
import { Split } from '#data/split.ts'
import { readTiny } from '#data/tiny.ts'
import { cause } from '#kit/course/causes/index.ts'
import { updateRules } from '#kit/layers/index.ts'
import { accuracy as accuracyOn, Solver, type Examples } from '#kit/solver/index.ts'
import { isUserError } from '#kit/system/user-error.ts'
import { mean, Tensor } from '#kit/tensor/index.ts'
import { check } from '../running/check.ts'
import { expectThat } from '../comparing/compare.ts'
import type { Network } from '../running/work.ts'

const tiny = readTiny()
/** The approximate mean and standard deviation of all pixels. Fitting them would take longer than the check. */
const normalization = {
  mean: new Float32Array(IMAGE_BYTES).fill(120),
  deviation: new Float32Array(3).fill(64),
}
const [train, validation] = [tiny.train, tiny.validation].map((split) => new Split(split, normalization))

/** The number of images the network never sees, large enough that the result does not depend on luck. */
const OTHERS = 200

/** The shape of the images, (C, H, W). */
export const THUMBNAIL = [3, 8, 8]

/** Options of {@link checkOverfitting}. */
export interface OverfitOptions {
  /** One of the kit's update rules. If a learner's own rule is wrong, the network is not to blame. */
  updateRule: 'sgd' | 'adam'
  learningRate: number
  /** The number of images to learn by heart. */
  images: number
  batchSize: number
  epochs: number
}

/**
 * Registers the check that any correct network passes: it learns a few images by heart and knows nothing about images
 * it has not seen (CS231n's first sanity check of training). The loss curve is attached.
 */
export function checkOverfitting(name: string, create: () => Network, options: OverfitOptions): void {
  const { updateRule, learningRate, images, batchSize, epochs } = options
  check(
    name,
    (report) => {
      const [few, others] = [train.subset(images), validation.subset(OTHERS)].map(thumbnails)
      const net = create()
      const solver = new Solver(
        net,
        // The other images are evaluated once, at the end.
        { train: few, validation: { ...others, size: 1 } },
        {
          updateRules,
          updateRule,
          optimizerConfig: { learningRate },
          batchSize,
          epochs,
        },
      )
      const { history } = solver
      report.plot('loss of every step', async () => {
        // Loaded only when someone looks at the plot.
        const { lineChart } = await import('#kit/training/report/line-chart.ts')
        return lineChart({
          title: `${images} images, at most ${epochs} epochs, ${updateRule} with learning rate ${learningRate}`,
          xLabel: 'step',
          yLabel: 'loss',
          series: [{ name: 'loss', values: history.loss.map((loss, step) => [step + 1, loss]) }],
        })
      })
      try {
        for (const event of solver.run()) {
          if (event.type === 'epoch' && event.trainAccuracy >= 0.99) break
        }
      } catch (error) {
        // The solver would blame the learning rate, which nobody can change here.
        expectThat(!isUserError(error, 'not-finite'), cause('overfitting/not-finite', { images }))
        throw error
      }
      const accuracy = Math.max(...history.trainAccuracy)
      report.note(
        `${percent(accuracy)} of the ${images} images after ${history.trainAccuracy.length - 1} epochs`,
      )
      const unseen = accuracyOn(net, others)
      report.note(`${percent(unseen)} of other images (chance is 10 %)`)
      expectThat(
        accuracy >= 0.99,
        cause('overfitting/not-learned', {
          epochs,
          accuracy: percent(accuracy),
          images,
          first: String(history.loss[0]?.toFixed(3)),
          last: String(history.loss.at(-1)?.toFixed(3)),
        }),
      )
      expectThat(unseen < 0.35, cause('overfitting/sees-labels', { accuracy: percent(unseen), images }))
    },
    { seconds: 20 },
  )
}

/** Reduces the images to a quarter of their size, each pixel the mean of sixteen, once, so that the check is fast. */
function thumbnails(examples: Examples): Examples {
  const { x, labels } = examples.batch(Uint32Array.from({ length: examples.size }, (_, n) => n))
  const small = mean(x.reshape([-1, 3, 8, 4, 8, 4]), [3, 5])
  const pixels = small.size / examples.size
  return {
    size: examples.size,
    batch: (indices) => {
      const chosen = Array.from(indices)
      const data = new Float32Array(chosen.length * pixels)
      chosen.forEach((n, k) => data.set(small.data.subarray(n * pixels, (n + 1) * pixels), k * pixels))
      return { x: new Tensor(data, [chosen.length, ...THUMBNAIL]), labels: chosen.map((n) => labels[n]) }
    },
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
