import { expect, test } from 'vitest'
import { measureGradients } from '#kit/commands/train/first-checks/gradient-check.ts'
import { affine, convPoolBatchnormRelu, convRelu, Network } from '#kit/network/index.ts'
import { Random, randn } from '#kit/tensor/index.ts'
import * as instruments from '../../../solutions/5-training/sanity-checks.ts'
import { identityFilters } from '../../../solutions/6-cifar10/identity-filters.ts'

test('equal maxima of identity filters are no mistake, and fixed parameters are left out', async () => {
  const batchnorm = { gamma: false }
  const model = new Network({
    layers: [convRelu(4), convPoolBatchnormRelu(6, { start: identityFilters, batchnorm }), affine(3)],
    inputShape: [2, 12, 12],
  })
  const x = randn([2, 2, 12, 12], { random: new Random(2), dtype: 'float32' })
  const errors = await measureGradients(model, { x, labels: [0, 2] }, instruments, () => {})
  expect(Object.keys(errors!)).toEqual(['W1', 'b1', 'W2', 'b2', 'beta2', 'W3', 'b3'])
  for (const error of Object.values(errors!)) expect(error ?? 0).toBeLessThan(1e-4)
})
