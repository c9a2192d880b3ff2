import { expect, test, vi } from 'vitest'
import { draw, relativeError } from './cases.ts'

const file = '../../../solutions/4-convolution/three-layer-conv-net.ts'

test('the three-layer network gives the same loss and gradients with the given layers and with the own ones', async () => {
  const given = await import(file)
  vi.resetModules()
  const own = vi.fn<() => void>()
  vi.doMock('#kit/layers/index.ts', async () => {
    own()
    return {
      ...(await import('../../../solutions/4-convolution/conv.ts')),
      ...(await import('../../../solutions/4-convolution/max-pool.ts')),
    }
  })
  const swapped = await import(file)
  // The modules were loaded once more, so there is another class of this name.
  const { Tensor } = await import('#kit/tensor/index.ts')
  expect(own).toHaveBeenCalledOnce()
  expect(swapped.ThreeLayerConvNet).not.toBe(given.ThreeLayerConvNet)

  const [x] = draw([[4, 3, 8, 6]], 1)
  const labels = [0, 3, 1, 3]
  const [expected, actual] = [given, swapped].map(({ ThreeLayerConvNet }) => {
    const images = ThreeLayerConvNet === given.ThreeLayerConvNet ? x : new Tensor(x.data, x.shape)
    const net = new ThreeLayerConvNet({
      inputDim: [3, 8, 6],
      numFilters: 5,
      filterSize: 3,
      hiddenDim: 7,
      numClasses: 4,
      weightScale: 0.3,
      reg: 0.1,
      dtype: 'float64',
    })
    return { scores: net.scores(images), ...net.loss(images, labels) }
  })
  expect(actual.loss).toBeCloseTo(expected.loss, 10)
  expect(relativeError(actual.scores, expected.scores)).toBeLessThan(1e-10)
  expect(Object.keys(expected.grads)).toHaveLength(6)
  for (const name of Object.keys(expected.grads)) {
    expect(relativeError(actual.grads[name], expected.grads[name]), `${name}`).toBeLessThan(1e-10)
  }
})
