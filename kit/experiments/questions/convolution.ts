import { ThreeLayerConvNet } from '#work/4-convolution/three-layer-conv-net.ts'
import { filterGrid } from '#work/5-training/diagnostics.ts'
import { courses } from '../charts.ts'
import type { Experiment, Outcome, PixelPicture, Setting } from '../experiment.ts'
import { greyAndEdges } from '../grey-and-edges.ts'
import { picturesOf } from '../if-written.ts'
import { images } from '../images.ts'
import { layerTimes } from '../layer-times.ts'
import { training } from '../training.ts'

const NET = { numFilters: 32, filterSize: 7, hiddenDim: 200, weightScale: 1e-2 }

/** As in the original, it trains on 100 images of 32 x 32, and validates on 100 others. */
export const experiment: Experiment = {
  title: 'Convolution: what filters do, and a network that learns 100 images by heart',
  description:
    'Two photographs in grey and as edges, by your own convForward. The ThreeLayerConvNet on 100 images of 32 x 32, without regularization: ' +
    'its accuracies, and its first filters before and after. And how long your own layers take, beside those that the network uses.',
  questions: [
    'Which filter makes a colour photograph grey? What does the edge filter give where nothing changes, and why are its edges as large as the photograph?',
    'The network knows its 100 images by heart. Is what it is worth on others a success or a failure, and what would worry you more: 100 % on the others, or 60 % on its own?',
    'Compare the filters before and after. What would you need to get filters that are smooth?',
  ],
  whatToSee:
    'grey is a mixture of the three colours, and edges are where it changes from top to bottom; the network reaches 99 or 100 % of its images while about 20 % of the others are right; its filters are still noise.',
  trainings(setting) {
    return [
      training(setting, {
        name: 'three-layer ConvNet',
        data: images(setting, { train: 100, validation: 100, halvings: 0 }),
        net: () => new ThreeLayerConvNet({ ...NET, seed: setting.seed }),
        updateRule: 'adam',
        learningRate: 1e-3,
        batchSize: 50,
        epochs: 15,
      }),
    ]
  },
  show: (outcomes, setting) => ({
    charts: courseOf(outcomes),
    ...picturesOf({
      'Photographs in grey and as edges': () => [greyAndEdges(setting)],
      'The filters of the network': () => filtersOf(outcomes, setting),
    }),
    measured: { caption: 'Time for 10 images, in milliseconds', rows: layerTimes() },
  }),
}

/** Returns a chart of the loss, and one of both accuracies, because the gap between them matters here. */
function courseOf(outcomes: readonly Outcome[]) {
  const [loss, train, validation] = courses(outcomes)
  const named = ({ chart }: typeof train, name: string) => chart.series.map((one) => ({ ...one, name }))
  const series = [...named(train, 'training images'), ...named(validation, 'validation images')]
  return [loss, { name: 'accuracy', chart: { ...train.chart, title: 'Accuracy', series } }]
}

/** Draws the filters of the convolution before and after training with the learner's own function. */
function filtersOf([{ model }]: readonly Outcome[], { seed }: Setting): PixelPicture[] {
  const networks = { before: new ThreeLayerConvNet({ ...NET, seed }), after: model }
  return Object.entries(networks).map(([when, { params }]) => ({
    name: `filters-${when}`,
    caption: `the 7 x 7 filters ${when} training`,
    picture: filterGrid(params.W1),
  }))
}
