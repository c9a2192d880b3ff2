import { ThreeLayerConvNet } from '#work/4-convolution/three-layer-conv-net.ts'
import { filterPicture } from '#kit/training/report/filter-picture.ts'
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
    'Your own convForward turns two photographs into grey images and edge images. The ThreeLayerConvNet trains on 100 images of 32 x 32, without regularization. ' +
    'You see its accuracies, and the filters of its first layer before and after training. A table compares the times of your own layers with those that the network uses.',
  questions: [
    'Which filter makes a colour photograph grey? What does the edge filter output where nothing changes? Why is the edge image as large as the photograph?',
    'The network has learned its 100 images by heart. Is its accuracy on other images a success or a failure? What would worry you more: 100 % on other images, or 60 % on its own?',
    'Compare the filters before and after training. What would you need to get smooth filters?',
  ],
  whatToSee:
    'grey is a mixture of the three colours, and the edges are where the grey changes from top to bottom. The network gets 99 or 100 % of its images right, but only about 20 % of the others. Its filters are still noise.',
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

/** Draws the filters of the convolution before and after training. */
function filtersOf([{ model }]: readonly Outcome[], { seed }: Setting): PixelPicture[] {
  const networks = { before: new ThreeLayerConvNet({ ...NET, seed }), after: model }
  return Object.entries(networks).map(([when, { params }]) => ({
    name: `filters-${when}`,
    caption: `the 7 x 7 filters ${when} training`,
    picture: filterPicture(params.W1),
  }))
}
