import type { Experiment } from './experiment.ts'

/** An experiment in the list: a one-line summary, and how to load it. */
export interface Listed {
  summary: string
  /** The part that it is about, if its imports do not say so: a network may use layers of later parts. */
  part?: number
  /** Loads the experiment. Only then is it known whose work it uses. */
  load(): Promise<{ experiment: Experiment }>
}

/** The experiments, by their names on the command line. */
export const experiments: Readonly<Record<string, Listed>> = {
  overfit: {
    summary: 'learn 100 images by heart (trick 1)',
    load: () => import('./questions/overfit.ts'),
  },
  'learning-rate': {
    summary: 'loss curves for learning rates that are too low, good and too high (trick 4)',
    load: () => import('./questions/learning-rate.ts'),
  },
  filters: {
    summary: 'weights of the first layer as pictures (trick 7)',
    load: () => import('./questions/filters.ts'),
  },
  preprocessing: {
    summary: 'raw, centred, normalized and whitened images (trick 8)',
    load: () => import('./questions/preprocessing.ts'),
  },
  'update-rules': {
    summary: 'SGD, momentum, RMSProp and Adam on a deep network',
    load: () => import('./questions/update-rules.ts'),
  },
  initialization: {
    summary: 'three and five layers with different weight scales',
    load: () => import('./questions/initialization.ts'),
  },
  batchnorm: {
    part: 2,
    summary: 'with and without batch normalization',
    load: () => import('./questions/batchnorm.ts'),
  },
  'weight-scale': {
    part: 2,
    summary: 'batch normalization with different weight scales',
    load: () => import('./questions/weight-scale.ts'),
  },
  'batch-size': {
    part: 2,
    summary: 'small batches with batch and with layer normalization',
    load: () => import('./questions/batch-size.ts'),
  },
  dropout: {
    part: 3,
    summary: 'dropout as a regularizer',
    load: () => import('./questions/dropout.ts'),
  },
  convolution: {
    summary: 'grey and edge images, and a ConvNet that learns 100 images by heart',
    load: () => import('./questions/convolution.ts'),
  },
  nesterov: {
    summary: 'momentum and Nesterov momentum on a deep network',
    load: () => import('./questions/nesterov.ts'),
  },
  whitening: {
    summary: 'a first layer of random filters, and one of whitening filters',
    load: () => import('./questions/whitening.ts'),
  },
  'identity-start': {
    summary: 'a plain deep network of random filters, and one of identity filters',
    load: () => import('./questions/identity-start.ts'),
  },
}
