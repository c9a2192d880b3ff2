import { describe, expect, test } from 'vitest'
import {
  affine,
  averagePool,
  convBatchnorm,
  convBatchnormRelu,
  convPoolBatchnormRelu,
  convRelu,
  dropout,
  maxPool,
  Network,
  relu,
  scaled,
  type Layer,
  type NetworkOptions,
} from '#kit/network/index.ts'
import { BufferPool, map, max, randn, Random, sub, sum, Tensor, variance } from '#kit/tensor/index.ts'
import { identityFilters } from '../../../solutions/6-cifar10/identity-filters.ts'
import { usedHeap } from '../../support/heap.ts'

const inputShape = [2, 6, 4]
const labels = [0, 2, 1, 2, 0]
const x = randn([5, ...inputShape], { random: new Random(3) })

const build = (layers: readonly Layer[], options: Partial<NetworkOptions> = {}): Network =>
  new Network({ layers, inputShape, dtype: 'float64', seed: 5, ...options })

/** Returns the loss, with the same masks at every call. */
function lossOf(net: Network): number {
  net.masks.position = 0
  return net.loss(x, labels).loss
}

/** Returns the largest difference between the gradients and centred differences, relative to the largest gradient. */
function gradientError(net: Network): number {
  net.masks.position = 0
  const { grads } = net.loss(x, labels)
  expect(Object.keys(grads).toSorted()).toEqual(Object.keys(net.params).toSorted())
  let [worst, largest] = [0, 0]
  for (const [name, parameter] of Object.entries(net.params)) {
    expect(grads[name].shape).toEqual(parameter.shape)
    for (let i = 0; i < parameter.size; i += Math.ceil(parameter.size / 12)) {
      const losses = [1e-5, -1e-5].map((step) => {
        const moved = parameter.clone()
        moved.data[i] += step
        net.params[name] = moved
        return lossOf(net)
      })
      net.params[name] = parameter
      worst = Math.max(worst, Math.abs((losses[0] - losses[1]) / 2e-5 - grads[name].data[i]))
      largest = Math.max(largest, Math.abs(grads[name].data[i]))
    }
  }
  return worst / largest
}

describe('the gradients of a network are those of its loss', () => {
  test.for<[string, readonly Layer[], Partial<NetworkOptions>]>([
    ['affine layers', [affine(6), relu(), affine(3)], { reg: 0.3 }],
    ['convolution and pooling', [convRelu(3), maxPool(), convRelu(2, { size: 1 }), affine(3)], {}],
    [
      'stride 2 on an even image',
      [convRelu(3, { stride: 2, padEnd: 0 }), affine(3)],
      { labelSmoothing: 0.2 },
    ],
    ['batch normalization', [convBatchnormRelu(3), convBatchnorm(2), averagePool(), affine(3)], { reg: 0.1 }],
    [
      'pooling before batch normalization without gamma',
      [convPoolBatchnormRelu(3, { batchnorm: { gamma: false, epsilon: 1e-3 } }), affine(3), scaled(0.2)],
      {},
    ],
    ['fitted filters', [convRelu(3, { fit: (images) => images }), affine(3)], {}],
    ['dropout', [affine(8), relu(), dropout(0.6), affine(3)], {}],
  ])('%s', ([, layers, options]) => {
    expect(gradientError(build(layers, options))).toBeLessThan(1e-6)
  })
})

describe('a network', () => {
  const layers = [convBatchnormRelu(4), maxPool(), affine(30), relu(), dropout(0.5), affine(3)]
  const difference = (a: Tensor, b: Tensor) => max(map(sub(a, b), Math.abs))

  test('names its parameters after the layers that have weights', () => {
    const { params } = build(layers)
    expect(Object.keys(params)).toEqual(['W1', 'b1', 'gamma1', 'beta1', 'W2', 'b2', 'W3', 'b3'])
    expect(params.W1.shape).toEqual([4, 2, 3, 3])
    expect(params.W2.shape).toEqual([4 * 3 * 2, 30])
  })

  test('starts with weights as wide as √(2 / fan-in), or as it is told', () => {
    const wide = [affine(2000), affine(3)]
    expect(Math.sqrt(variance(build(wide).params.W1))).toBeCloseTo(Math.sqrt(2 / 48), 2)
    expect(Math.sqrt(variance(build(wide, { weightScale: 0.01 }).params.W1))).toBeCloseTo(0.01, 3)
    expect(sum(map(build(layers).params.b1, Math.abs))).toBe(0)
    expect(difference(build(layers).params.W2, build(layers).params.W2)).toBe(0)
    expect(difference(build(layers).params.W2, build(layers, { seed: 6 }).params.W2)).toBeGreaterThan(0)
  })

  test('tests without dropout, and with running averages', () => {
    const net = build(layers)
    for (let i = 0; i < 200; i++) net.loss(x, labels)
    const scores = net.scores(x)
    expect(difference(net.scores(x), scores)).toBe(0)
    const first = new Tensor(x.data.slice(0, 2 * 6 * 4), [1, ...inputShape])
    const alone = net.scores(first).data
    expect(Array.from(alone, (score, c) => Math.abs(score - scores.data[c])).every((d) => d < 1e-12)).toBe(
      true,
    )
  })

  test('draws new masks at every step, and the same ones again from the same place', () => {
    const net = build(layers)
    const [first, second] = [net.loss(x, labels).loss, net.loss(x, labels).loss]
    expect(second).not.toBe(first)
    expect(lossOf(net)).toBe(first)
  })

  test('starts with the filters that it is told', () => {
    const plain = build([convRelu(3), affine(3)]).params
    const net = build([convRelu(3, { start: identityFilters }), affine(3)])
    expect(net.params.W1).toEqual(identityFilters(plain.W1))
    expect(net.params.W2).toEqual(plain.W2)
    expect(net.fixed).toEqual(new Set())
  })

  test('starts its last layer with small weights, unless the layer is told how to start', () => {
    const ones = (w: Tensor) => map(w, () => 1)
    const net = build([affine(4, { start: ones }), affine(3, { start: ones })])
    expect(net.params.W2).toEqual(ones(net.params.W2))
    expect(max(map(build([affine(4, { start: ones }), affine(3)]).params.W2, Math.abs))).toBeLessThan(0.5)
  })

  test('has layers that follow from training images, as the layers before them pass them on', () => {
    const seen: Tensor[] = []
    const fit = (images: Tensor) => {
      seen.push(images)
      const channels = images.shape[1]
      return new Tensor(images.data.slice(0, 2 * channels * 9), [2, channels, 3, 3])
    }
    const net = build([convRelu(3), convRelu(2, { fit }), affine(3)])
    expect(net.fixed).toEqual(new Set(['W2']))
    net.fit(x)
    const first = build([convRelu(3), affine(3)])
    let passedOn: Tensor | undefined
    const spy: Layer = (outputShape) => ({
      outputShape,
      forward(input) {
        passedOn = input
        return { out: input, backward: (dout) => dout }
      },
    })
    const spying = build([convRelu(3), spy, affine(3)])
    expect(spying.params.W1).toEqual(first.params.W1)
    spying.scores(x)
    expect(seen).toEqual([passedOn])
    expect(net.params.W2.data).toEqual(passedOn!.data.slice(0, 2 * 3 * 9))
  })

  test('refuses fitted filters of another shape', () => {
    expect(() => build([convRelu(3, { fit: (images) => images }), affine(3)]).fit(x)).toThrow(
      'the fitted filters must have shape (3, 2, 3, 3), not (5, 2, 6, 4)',
    )
  })

  test('has settings for its batch normalization, and trains without gamma if asked to', () => {
    const net = build([
      convBatchnormRelu(3, { batchnorm: { gamma: false, momentum: 0.6, epsilon: 1e-12 } }),
      convBatchnorm(2),
      affine(3),
    ])
    expect(net.fixed).toEqual(new Set(['gamma1']))
    expect(net.batchnormParams).toEqual([{ mode: 'train', momentum: 0.6, epsilon: 1e-12 }, { mode: 'train' }])
    expect([...net.params.gamma1.data]).toEqual([1, 1, 1])
  })

  test('scales its scores', () => {
    const [one, tenth] = [build([affine(3)]), build([affine(3), scaled(0.1)])]
    const scores = one.scores(x).data
    tenth.scores(x).data.forEach((score, i) => expect(score).toBeCloseTo(0.1 * scores[i], 12))
  })

  test('does not compute the gradient of the images', () => {
    let wanted: boolean | undefined
    const spy: Layer = (shape, parameters) => {
      const placed = affine(3)(shape, parameters)
      return {
        ...placed,
        forward(input, pass) {
          const step = placed.forward(input, pass)
          return {
            out: step.out,
            backward(dout, grads, want) {
              wanted = want.dx
              return step.backward(dout, grads, want)
            },
          }
        },
      }
    }
    build([spy]).loss(x, labels)
    expect(wanted).toBe(false)
  })

  test('says which layer does not fit', () => {
    expect(() => build([convRelu(3), convRelu(3, { stride: 2, pad: 0 })])).toThrow(
      /^Layer 2 does not fit its input of shape \(3, 6, 4\): a 3 x 3 filter/,
    )
    expect(() => dropout(0)).toThrow('keepProb must be above 0 and at most 1, not 0')
  })
})

describe('a network in a step of a pool', () => {
  const images = randn([5, ...inputShape], { random: new Random(3), dtype: 'float32' })
  /** A layer that passes its input on unchanged, in both directions. */
  const identity: Layer = (outputShape) => ({
    outputShape,
    forward: (input) => ({ out: input, backward: (dout) => dout }),
  })

  test('gives the same numbers, to the last bit', () => {
    const convolutions = [convBatchnormRelu(16), identity, convBatchnorm(16), convRelu(4), maxPool()]
    const layers = [...convolutions, dropout(0.5), affine(20), relu(), identity, affine(3)]
    const train = () => {
      const net = build(layers, { dtype: 'float32', reg: 0.1 })
      const pass = () => {
        const { loss, grads } = net.loss(images, labels)
        for (const [name, w] of Object.entries(net.params)) net.params[name] = sub(w, grads[name])
        return { loss, grads, scores: net.scores(images) }
      }
      return { net, pass }
    }
    const [alone, pooled, pool] = [train(), train(), new BufferPool()]
    for (let step = 0; step < 4; step++) {
      expect(pool.step(pooled.pass, [pooled.net])).toEqual(alone.pass())
    }
    expect(pooled.net.batchnormParams).toEqual(alone.net.batchnormParams)
    pool.release()
  })

  test('holds what its layers have made only until they are through with it', () => {
    const before = usedHeap()
    const net = build([...Array.from({ length: 10 }, () => convBatchnormRelu(4)), affine(3)], {
      dtype: 'float32',
    })
    const bytesOf = (tensors: Tensor[]) =>
      tensors.reduce((bytes, { data }) => bytes + 64 * Math.ceil(data.byteLength / 64), 0)
    const one = images.data.byteLength * 2
    const running = 10 * 2 * 64
    const pool = new BufferPool()
    pool.step(() => {
      const { grads } = net.loss(images, labels)
      expect(usedHeap() - before).toBeLessThan(bytesOf(Object.values(grads)) + running + one)
    }, [net])
    pool.step(() => {
      net.scores(images)
      expect(usedHeap() - before).toBeLessThan(running + 2 * one)
    }, [net])
    pool.release()
  })
})
