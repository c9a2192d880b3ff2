import '../../kit/system/v8-flags.ts'
import * as fast from '#kit/layers/index.ts'
import { Random, randn } from '#kit/tensor/index.ts'
import * as plainConv from '#work/4-convolution/conv.ts'
import * as plainPool from '#work/4-convolution/max-pool.ts'
import { ThreeLayerConvNet } from '#work/4-convolution/three-layer-conv-net.ts'
import { medians } from './medians.ts'

/**
 * Measures how much faster the given layers are than the plain loops of Part 4, and the speed of training with them.
 */
const random = new Random(1)
const draw = (...shape: number[]) => randn(shape, { random, dtype: 'float32' })
const [x, w, b] = [draw(10, 3, 32, 32), draw(32, 3, 7, 7), draw(32)]
const options = { stride: 1, pad: 3 }
const window = { poolHeight: 2, poolWidth: 2, stride: 2 }
const dout = draw(10, 32, 32, 32)
const pooled = draw(10, 32, 16, 16)

const rows: Record<string, string>[] = []
compare(
  'convForward, 32 filters 7 x 7',
  () => fast.convForward(x, w, b, options),
  () => plainConv.convForward(x, w, b, options),
)
compare(
  'convBackward, 32 filters 7 x 7',
  () => fast.convBackward(dout, { x, w, options }),
  () => plainConv.convBackward(dout, { x, w, options }),
)
compare(
  'maxPool 2 x 2, both ways',
  () => fast.maxPoolBackward(pooled, fast.maxPoolForward(dout, window).cache),
  () => plainPool.maxPoolBackward(pooled, plainPool.maxPoolForward(dout, window).cache),
)
console.table(rows)

const net = new ThreeLayerConvNet()
const batch = draw(100, 3, 32, 32)
const labels = Array.from({ length: 100 }, () => random.integer(10))
const [seconds] = medians(() => net.loss(batch, labels), () => undefined, 5) // prettier-ignore
console.log(`three-layer network, loss and gradients: ${(100 / seconds).toFixed(0)} images/s`)

function compare(name: string, given: () => unknown, plain: () => unknown): void {
  const [givenSeconds, plainSeconds] = medians(given, plain, 5)
  rows.push({
    'what is measured': `${name}, 10 images`,
    given: `${(1000 * givenSeconds).toFixed(1)} ms`,
    'plain loops': `${(1000 * plainSeconds).toFixed(1)} ms`,
    'times as fast': (plainSeconds / givenSeconds).toFixed(1),
  })
}
