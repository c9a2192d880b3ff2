import { expect, test } from 'vitest'
import * as fast from '#kit/layers/index.ts'
import { zeros } from '#kit/tensor/index.ts'

const x = zeros([2, 3, 6, 4])
const w = zeros([5, 3, 3, 3])
const b = zeros([5])
const options = { stride: 1, pad: 1 }
const window = { poolHeight: 2, poolWidth: 2, stride: 2 }
const channels = [zeros([3]), zeros([3])] as const

test.for<[string, () => unknown, string]>([
  [
    'too few biases in an affine layer',
    () => fast.affineForward(x, zeros([72, 4]), zeros([2])),
    'the biases of an affine layer must have shape (4,), not (2,)',
  ],
  [
    'weights of other inputs',
    () => fast.affineForward(x, zeros([71, 4]), zeros([4])),
    'the weights of an affine layer must have shape (72, 4), not (71, 4)',
  ],
  [
    'an upstream gradient with another batch size',
    () => fast.affineBackward(zeros([3, 4]), { x, w: zeros([72, 4]) }),
    'the upstream gradient of an affine layer must have shape (2, 4), not (3, 4)',
  ],
  [
    'one bias for all filters',
    () => fast.convForward(x, w, zeros([1]), options),
    'the biases of a convolution must have shape (5,), not (1,)',
  ],
  [
    'an upstream gradient of fewer filters',
    () => fast.convBackward(zeros([2, 4, 6, 4]), fast.convForward(x, w, b, options).cache),
    'the upstream gradient of a convolution must have shape (2, 5, 6, 4), not (2, 4, 6, 4)',
  ],
  [
    'an upstream gradient as large as the input of a pooling layer',
    () => fast.maxPoolBackward(x, fast.maxPoolForward(x, window).cache),
    'the upstream gradient of a pooling layer must have shape (2, 3, 3, 2), not (2, 3, 6, 4)',
  ],
  [
    'an upstream gradient that is too short for a ReLU',
    () => fast.reluBackward(zeros([1, 3, 6, 4]), fast.reluForward(x).cache),
    'the upstream gradient of a ReLU must have shape (2, 3, 6, 4), not (1, 3, 6, 4)',
  ],
  [
    'too few gammas',
    () => fast.spatialBatchnormForward(x, zeros([2]), zeros([3]), { mode: 'train' }),
    'gamma of batch normalization must have shape (3,), not (2,)',
  ],
  [
    'running averages of another layer',
    () => fast.batchnormForward(x, ...channels, { mode: 'test', runningVar: zeros([4]) }),
    'runningVar of batch normalization must have shape (3,), not (4,)',
  ],
  [
    'a mode that does not exist',
    () => fast.batchnormForward(x, ...channels, { mode: 'eval' as 'test' }),
    "mode must be 'train' or 'test', not 'eval'",
  ],
  [
    'an upstream gradient that is too short for a batch normalization',
    () =>
      fast.batchnormBackward(
        zeros([1, 3, 6, 4]),
        fast.batchnormForward(x, ...channels, { mode: 'train' }).cache,
      ),
    'the upstream gradient of batch normalization must have shape (2, 3, 6, 4), not (1, 3, 6, 4)',
  ],
  [
    'a gradient of another parameter',
    () => fast.updateRules.adam(w, b),
    'a gradient must have shape (5, 3, 3, 3), not (5,)',
  ],
])('%s: an error that names both shapes', ([, call, message]) => {
  expect(call).toThrow(RangeError)
  expect(call).toThrow(message)
})
