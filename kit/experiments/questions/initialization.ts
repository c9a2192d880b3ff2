import { ranges } from '../charts.ts'
import type { Experiment } from '../experiment.ts'
import { images } from '../images.ts'
import { logSpaced, training } from '../training.ts'

const NETWORKS = { 'three layers': [100, 100], 'five layers': [100, 100, 100, 100] }

/** The original uses 50 images of 32 x 32 and weight scales tried by hand, the small set 50 images of 16 x 16. */
export const experiment: Experiment = {
  title: 'Initialization: three layers and five layers',
  description:
    'Can a network learn 50 images by heart in 20 epochs of plain gradient descent? Networks of three and five layers try it, with initial weights of very different sizes. ' +
    'On the small set, the images are 16 x 16 instead of 32 x 32.',
  questions: [
    'Which of the two networks is more sensitive to the weight scale, and why?',
    'By what factor does a layer with 100 inputs change the size of the values that pass through it? At which weight scale is the factor 1? Compare that scale with the best scale in the plot.',
  ],
  whatToSee:
    'the three-layer network learns over a wide range of scales. The five-layer network learns only close to the best scale.',
  trainings(setting) {
    const data = images(setting, { train: 50 })
    return logSpaced(1e-3, 1, 16).flatMap((weightScale) =>
      Object.entries(NETWORKS).map(([curve, hiddenDims]) =>
        training(setting, {
          name: `${curve}, weight scale ${weightScale.toPrecision(2)}`,
          point: { curve, x: weightScale },
          data,
          net: { hiddenDims, weightScale },
          updateRule: 'sgd',
          learningRate: 1e-2,
          batchSize: 25,
          epochs: 20,
        }),
      ),
    )
  },
  show: (outcomes) => ({ charts: ranges(outcomes, 'weight scale', 4) }),
}
