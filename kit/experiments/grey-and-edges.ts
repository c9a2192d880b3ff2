import { inRows, panelsOf } from '#kit/training/report/panels.ts'
import { tensor, Tensor } from '#kit/tensor/index.ts'
import { convForward } from '#work/4-convolution/conv.ts'
import type { PixelPicture, Setting } from './experiment.ts'
import { photographs } from './photographs.ts'

/** For each of the three colours, a 3 x 3 filter that multiplies a pixel by that colour's share. */
const GREY = [0.3, 0.6, 0.1].map((share) => [
  [0, 0, 0],
  [0, share, 0],
  [0, 0, 0],
])

/** The same for a filter that gives 0 where nothing changes from top to bottom. */
const EDGES = GREY.map(([, [, share]]) => [
  [share, 2 * share, share],
  [0, 0, 0],
  [-share, -2 * share, -share],
])

/** Draws two photographs, each beside its grey and its edge picture: both are channels of one convolution. */
export function greyAndEdges({ dataset }: Setting): PixelPicture {
  const x = photographs(dataset, 2)
  const b = tensor([0, 128], 'float32')
  const { out } = convForward(x, tensor([GREY, EDGES], 'float32'), b, { stride: 1, pad: 1 })
  const rows = [0, 1].map((n) => {
    const channels = new Tensor(out.data.slice(n * 2048, (n + 1) * 2048), [2, 1, 32, 32])
    return [panelsOf(x)[n], ...panelsOf(channels)]
  })
  return {
    name: 'grey-and-edges',
    caption: 'Photographs, and the grey and edge images that your convForward makes from them',
    picture: inRows(rows, 2),
  }
}
