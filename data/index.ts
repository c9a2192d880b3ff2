/**
 * CIFAR-10: reading it, splitting it, and making normalized batches.
 *
 * @module
 */
export { augmented, type Augmentation } from './augmentation.ts'
export { isFetched, loadDataset, type Dataset, type LoadOptions } from './load.ts'
export { fitNormalization, normalize, type Normalization } from './normalization.ts'
export { CLASS_NAMES, IMAGE_BYTES, type Examples } from './records.ts'
export { Split } from './split.ts'
