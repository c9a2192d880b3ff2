import { add, concat, map, Tensor, zeros } from '#kit/tensor/index.ts'
import { reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import type { Branch, ShortcutOptions } from '#work/6-cifar10/residual-block.ts'

// Closures for caches, image by image. A residual block is three of them.

type Back = (dout: Tensor) => Tensor

/** Image n as a tensor of its own, (1, C, H, W): a view. */
function imageOf({ data, shape: [N, ...rest] }: Tensor, n: number): Tensor {
  const size = data.length / N
  return new Tensor(data.subarray(n * size, (n + 1) * size), [1, ...rest])
}

const eachImage = (x: Tensor, f: (one: Tensor) => Tensor): Tensor =>
  concat(Array.from({ length: x.shape[0] }, (_, n) => f(imageOf(x, n))))

export function shortcutForward(
  x: Tensor,
  { stride, filters }: ShortcutOptions,
): { out: Tensor; cache: Back } {
  const [N, C, H, W] = x.shape
  if (stride === 1 && filters === C) return { out: x.reshape(x.shape), cache: (dout) => dout }
  const [height, width] = [Math.ceil(H / stride), Math.ceil(W / stride)]
  const size = C * height * width
  const sources = Array.from({ length: size }, (_, k) => {
    const [c, i, j] = [Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width]
    return (c * H + i * stride) * W + j * stride
  })
  const smaller = eachImage(x, (one) =>
    map(zeros([1, C, height, width], x.dtype), (_, k) => one.data[sources[k]]),
  )
  const out = filters > C ? concat([smaller, zeros([N, filters - C, height, width], x.dtype)], 1) : smaller
  const cache: Back = (dout) =>
    eachImage(dout, (one) => {
      const dx = zeros([1, C, H, W], dout.dtype)
      sources.forEach((source, k) => (dx.data[source] = one.data[k]))
      return dx
    })
  return { out, cache }
}

export const shortcutBackward = (dout: Tensor, back: Back): { dx: Tensor } => ({ dx: back(dout) })

export function residualForward(x: Tensor, branch: Branch, options: ShortcutOptions) {
  const [shortcut, inner] = [shortcutForward(x, options), branch(x)]
  const relu = reluForward(add(shortcut.out, inner.out))
  const cache: Back = (dout) => {
    const { dx } = reluBackward(dout, relu.cache)
    return add(shortcut.cache(dx), inner.backward(dx))
  }
  return Object.freeze({ out: relu.out, cache, depth: 2 })
}

export const residualBackward = (dout: Tensor, back: Back): { dx: Tensor } =>
  Object.freeze({ dx: back(dout) })
