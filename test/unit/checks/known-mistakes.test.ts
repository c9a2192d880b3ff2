import { expect, test } from 'vitest'
import { idOf, type Cause, type CauseId } from '#kit/course/causes/index.ts'
import { randn, Random, type Tensor } from '#kit/tensor/index.ts'
import { expectClose } from '../../../checks/support/comparing/compare.ts'
import type { Context } from '../../../checks/support/explaining/index.ts'
import { CheckFailure, reasonOf } from '../../../checks/support/explaining/failure.ts'
import { poolGradientContext } from '../../../checks/support/explaining/mistakes/4-convolution/max-pool.ts'
import {
  byChannel,
  byGroup,
  normGradientContexts,
} from '../../../checks/support/explaining/mistakes/4-convolution/spatial-norm.ts'
import { maxPoolBackward, maxPoolForward } from '../../../solutions/4-convolution/max-pool.ts'
import {
  spatialBatchnormBackward,
  spatialBatchnormForward,
  spatialGroupnormBackward,
  spatialGroupnormForward,
} from '../../../solutions/4-convolution/spatial-norm.ts'

// Mistakes that no edit of a single TODO makes. The formulas of the checks compute their results here.

const random = new Random(1)
const [N, C, H, W] = [2, 6, 3, 4]
const [x, dout] = [0, 1].map(() => randn([N, C, H, W], { random }))
const [gamma, beta] = [0, 1].map(() => randn([C], { random }))
const epsilon = 1e-5

/** Returns the causes that a check names for the results of these mistakes, ideally their own. */
const namesOf = (right: Tensor, context: Context, ids: readonly CauseId[]) =>
  ids.map((id) => {
    const mistakes = Object.entries(context.mistakes ?? {})
    const [, wrong] = mistakes.find(([mistake]) => idOf(mistake as Cause) === id)!
    try {
      expectClose('the result', wrong(), right, 1e-9, context)
      return 'right'
    } catch (error) {
      return error instanceof CheckFailure ? reasonOf(error).cause : String(error)
    }
  })

test('max pooling: the gradient goes to more pixels than the maximum', () => {
  const options = { poolHeight: 2, poolWidth: 3, stride: 1 }
  const { out, cache } = maxPoolForward(x, options)
  const upstream = randn(out.shape, { random })
  const context = poolGradientContext({ x, dout: upstream, options })
  const ids: CauseId[] = ['maxPoolBackward/to-every-pixel', 'maxPoolBackward/divided-among-pixels']
  expect(namesOf(maxPoolBackward(upstream, cache).dx, context, ids)).toEqual(ids)
})

test('batch normalization of images: the means in dx are those of something else', () => {
  const { cache } = spatialBatchnormForward(x, gamma, beta, { mode: 'train', epsilon })
  const right = spatialBatchnormBackward(dout, cache)
  const contexts = normGradientContexts({ x, gamma, beta, epsilon }, dout, byChannel)
  const ids: CauseId[] = [
    'spatialNorm/dx-by-channel-of-image',
    'spatialNorm/dx-by-channel-at-place',
    'spatialNorm/dx-by-row-of-channel',
    'spatialNorm/dx-by-pixel',
    'spatialNorm/dx-by-image',
    'spatialNorm/dx-by-batch',
  ]
  expect(namesOf(right.dx, contexts.dx, ids)).toEqual(ids)
  const ofGamma: CauseId[] = ['spatialNorm/dgamma-of-x']
  expect(namesOf(right.dgamma, contexts.dgamma, ofGamma)).toEqual(ofGamma)
})

test('group normalization: the means in dx are those of something else', () => {
  const options = { groups: 2, epsilon }
  const { cache } = spatialGroupnormForward(x, gamma, beta, options)
  const right = spatialGroupnormBackward(dout, cache)
  const contexts = normGradientContexts({ x, gamma, beta, epsilon }, dout, byGroup(C, 2))
  const ids: CauseId[] = [
    'spatialNorm/dx-by-image',
    'spatialNorm/dx-by-channel-of-image',
    'spatialNorm/dx-by-group-over-images',
    'spatialNorm/dx-by-every-other-channel',
    'spatialNorm/dx-by-groups-of-groups',
    'spatialNorm/dx-by-place-of-group',
    'spatialNorm/dx-by-channel',
    'spatialNorm/dx-by-batch',
  ]
  expect(namesOf(right.dx, contexts.dx, ids)).toEqual(ids)
})
