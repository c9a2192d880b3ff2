import { encode } from 'fast-png'
import { IMAGE_BYTES, loadDataset } from '#data/index.ts'
import { inRows, panelsOf } from '#kit/training/report/panels.ts'
import { mean, mul, tensor, Tensor, zeros } from '#kit/tensor/index.ts'
import { dropoutForward } from '#work/3-dropout/dropout.ts'
import { convForward } from '#work/4-convolution/conv.ts'
import { maxPoolForward } from '#work/4-convolution/max-pool.ts'

/** A test image of the small data set that is easy to recognize: the face of a cat. */
const CAT = 95

const BLUR = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((weight) => weight / 16)
const DARKER_BELOW = [1, 2, 1, 0, 0, 0, -1, -2, -1].map((weight) => weight / 3)
/** Of each picture, in pixels. */
const WIDTH = 128
const KEEP_PROB = 0.8
const SAME_SIZE = { stride: 1, pad: 1 }

/** A photograph, and what a blurring filter, an edge filter, a max pool and dropout make of it, side by side. */
export async function layersOnAnImage(): Promise<Uint8Array> {
  const { test } = await loadDataset({ name: 'tiny' })
  const bytes = test.images.subarray(CAT * IMAGE_BYTES, (CAT + 1) * IMAGE_BYTES)
  const x = new Tensor(Float64Array.from(bytes), [1, 3, 32, 32])
  const blurred = convForward(x, eachColour(BLUR), zeros([3]), SAME_SIZE)
  const edges = convForward(x, allColours(DARKER_BELOW), tensor([128]), SAME_SIZE)
  const pooled = maxPoolForward(x, { poolHeight: 2, poolWidth: 2, stride: 2 })
  const grey = mean(x, 1, { keepDims: true })
  const dropped = dropoutForward(grey, { keepProb: KEEP_PROB, mode: 'train', seed: 0 })
  // What is kept is 1 / KEEP_PROB times as bright; shown as bright as it was, it can be compared with the photograph.
  const shown = mul(dropped.out, KEEP_PROB)
  const images = [x, blurred.out, edges.out, pooled.out, shown]
  return encode(inRows([images.flatMap((image) => panelsOf(image, { scale: WIDTH / image.shape[3] }))]))
}

/** A filter for each colour that looks at this colour only, (3, 3, 3, 3). */
const eachColour = (filter: number[]): Tensor =>
  new Tensor(
    Float64Array.from({ length: 81 }, (_, i) =>
      Math.floor(i / 27) === Math.floor(i / 9) % 3 ? filter[i % 9] : 0,
    ),
    [3, 3, 3, 3],
  )

/** One filter that looks at all colours alike, (1, 3, 3, 3). */
const allColours = (filter: number[]): Tensor =>
  new Tensor(
    Float64Array.from({ length: 27 }, (_, i) => filter[i % 9] / 3),
    [1, 3, 3, 3],
  )
